package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the issuers of one app's definition. */
final class IssuerReader {
    private static final String FORMS = "must be one of {type: TYPE, id: CLAIM}, {claim: CLAIM}, "
            + "{typeClaim: CLAIM, id: CLAIM} and {type: TYPE, membership: true}";

    private final Set<EntityType> admitted;
    private final DeclaredNames declared;

    IssuerReader(Set<EntityType> admitted, DeclaredNames declared) {
        this.admitted = admitted;
        this.declared = declared;
    }

    /** The issuer, or empty with its problems noted. */
    Optional<IssuerTrust> read(DefinitionNode node) {
        node.onlyKeys("issuer", "audience", "algorithm", "jwks", "secret", "claims");
        Optional<TokenTrustReader.Signer> signer = TokenTrustReader.read(node);
        Optional<ClaimMapping> claims = claims(node.get("claims"));
        return signer.flatMap(by -> claims.map(
                mapping -> new IssuerTrust(by.issuer(), by.audiences(), by.algorithm(), by.keys(), mapping)));
    }

    private Optional<ClaimMapping> claims(DefinitionNode node) {
        node.onlyKeys("user", "entity", "roles", "scopes");
        String user = node.get("user").optionalText().orElse("sub");
        Optional<String> roles = node.get("roles").optionalText();
        Map<String, String> scopeClaims = new LinkedHashMap<>();
        node.get("scopes").entries().forEach((scope, claim) -> {
            declared.declaredScope(claim, scope);
            claim.text().ifPresent(name -> scopeClaims.put(scope, name));
        });
        return entity(node.get("entity")).map(entity -> new ClaimMapping(user, entity, roles, scopeClaims));
    }

    private Optional<EntityMapping> entity(DefinitionNode node) {
        if (!node.isObject()) {
            node.problem(FORMS);
            return Optional.empty();
        }
        if (!node.get("claim").isMissing()) {
            node.onlyKeys("claim");
            return node.get("claim").text().map(EntityMapping.WholeClaim::new);
        }
        if (!node.get("typeClaim").isMissing()) {
            node.onlyKeys("typeClaim", "id");
            Optional<String> type = node.get("typeClaim").text();
            Optional<String> id = node.get("id").text();
            return type.flatMap(t -> id.map(i -> new EntityMapping.TypeClaim(t, i)));
        }
        if (node.get("type").isMissing()) {
            node.problem(FORMS);
            return Optional.empty();
        }
        Optional<EntityType> type = node.get("type").key(EntityType::new).filter(named -> {
            if (!admitted.contains(named)) {
                node.get("type").problem("the app does not admit the type '" + named + "'");
            }
            return admitted.contains(named);
        });
        if (!node.get("membership").isMissing()) {
            node.onlyKeys("type", "membership", "selectedBy");
            if (!node.get("membership").flag()) {
                node.get("membership").problem("must be true, or left out");
            }
            String selectedBy = node.get("selectedBy").optionalText().orElse("entity");
            return type.map(t -> new EntityMapping.Membership(t, selectedBy));
        }
        node.onlyKeys("type", "id", "membership");
        Optional<String> id = node.get("id").text();
        return type.flatMap(t -> id.map(i -> new EntityMapping.FixedType(t, i)));
    }
}
