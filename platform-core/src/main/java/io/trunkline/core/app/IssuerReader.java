package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.LinkedHashMap;
import java.util.List;
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
        Optional<TokenTrustReader.Signer> signer = TokenTrustReader.read(node, true);
        Optional<ClaimMapping> claims = claims(node.get("claims"));
        return signer.flatMap(by -> claims.map(
                mapping -> new IssuerTrust(by.issuer(), by.audiences(), by.algorithm(), by.keys(), mapping)));
    }

    private Optional<ClaimMapping> claims(DefinitionNode node) {
        node.onlyKeys("user", "entity", "roles", "scopes");
        List<String> user = node.get("user").isMissing() ? List.of("sub") : names(node.get("user"));
        Optional<RoleMapping> roles = roles(node.get("roles"));
        Map<String, List<String>> scopeClaims = new LinkedHashMap<>();
        Map<String, ScopeSelection> selections = new LinkedHashMap<>();
        node.get("scopes").entries().forEach((scope, from) -> {
            declared.declaredScope(from, scope);
            if (from.isObject()) {
                selections.put(scope, selection(from));
            }
            DefinitionNode claim = from.isObject() ? from.get("claim") : from;
            scopeClaims.put(scope, from.isObject() && claim.isMissing() ? List.of() : names(claim));
        });
        return entity(node.get("entity")).map(entity -> new ClaimMapping(user, entity, roles, scopeClaims, selections));
    }

    private ScopeSelection selection(DefinitionNode node) {
        node.onlyKeys("claim", "membership", "selectedBy", "required");
        boolean membership = node.get("membership").flag();
        if (!membership && node.get("claim").isMissing()) {
            node.problem("must say where the values are from: claim, membership: true, or both");
        }
        return new ScopeSelection(
                membership, node.get("selectedBy").optionalText(), declared.typesIn(node.get("required")));
    }

    /** One name of a claim, or a list of such. */
    private static List<String> names(DefinitionNode node) {
        if (!node.isList()) {
            return node.text().stream().toList();
        }
        if (node.isEmptyList()) {
            node.problem("must name at least one claim");
        }
        return node.elements().stream().flatMap(name -> name.text().stream()).toList();
    }

    private static Optional<RoleMapping> roles(DefinitionNode node) {
        if (!node.isObject()) {
            return node.optionalText().map(claim -> new RoleMapping(claim, Map.of()));
        }
        node.onlyKeys("claim", "names");
        Map<String, String> names = new LinkedHashMap<>();
        node.get("names").entries().forEach((role, here) -> here.text().ifPresent(name -> names.put(role, name)));
        return node.get("claim").text().map(claim -> new RoleMapping(claim, names));
    }

    private Map<String, EntityType> types(DefinitionNode node) {
        Map<String, EntityType> types = new LinkedHashMap<>();
        node.entries().forEach((value, type) -> admitted(type).ifPresent(named -> types.put(value, named)));
        return types;
    }

    private Optional<EntityType> admitted(DefinitionNode node) {
        return node.key(EntityType::new).filter(named -> {
            if (!admitted.contains(named)) {
                node.problem("the app does not admit the type '" + named + "'");
            }
            return admitted.contains(named);
        });
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
            node.onlyKeys("typeClaim", "types", "absent", "id");
            Map<String, EntityType> types = types(node.get("types"));
            Optional<EntityType> absent =
                    node.get("absent").isMissing() ? Optional.empty() : admitted(node.get("absent"));
            List<String> ids = names(node.get("id"));
            return node.get("typeClaim").text().map(type -> new EntityMapping.TypeClaim(type, types, absent, ids));
        }
        if (node.get("type").isMissing()) {
            node.problem(FORMS);
            return Optional.empty();
        }
        Optional<EntityType> type = admitted(node.get("type"));
        if (!node.get("membership").isMissing()) {
            node.onlyKeys("type", "membership", "selectedBy");
            if (!node.get("membership").flag()) {
                node.get("membership").problem("must be true, or left out");
            }
            String selectedBy = node.get("selectedBy").optionalText().orElse("entity");
            return type.map(t -> new EntityMapping.Membership(t, selectedBy));
        }
        node.onlyKeys("type", "id", "membership");
        List<String> ids = names(node.get("id"));
        return type.map(t -> new EntityMapping.FixedType(t, ids));
    }
}
