package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the issuers of one app's definition. */
final class IssuerReader {
    private static final Map<String, TokenAlgorithm> ALGORITHMS = Map.of(
            "RS256", TokenAlgorithm.RS256,
            "ES256", TokenAlgorithm.ES256,
            "EdDSA", TokenAlgorithm.EDDSA,
            "HS256", TokenAlgorithm.HS256);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<EntityType> admitted;
    private final Set<String> scopes;

    IssuerReader(Set<EntityType> admitted, Set<String> scopes) {
        this.admitted = admitted;
        this.scopes = scopes;
    }

    /** The issuer, or empty with its problems noted. */
    Optional<IssuerTrust> read(DefinitionNode node) {
        node.onlyKeys("issuer", "audience", "algorithm", "jwks", "secret", "claims");
        Optional<String> issuer = node.get("issuer").text();
        Set<String> audiences = new LinkedHashSet<>();
        for (DefinitionNode audience : node.get("audience").elements()) {
            audience.text().ifPresent(audiences::add);
        }
        Optional<TokenAlgorithm> algorithm =
                node.get("algorithm").oneOf(ALGORITHMS.keySet()).map(ALGORITHMS::get);
        Optional<KeySource> keys = algorithm.flatMap(chosen -> keys(node, chosen));
        Optional<ClaimMapping> claims = claims(node.get("claims"));
        if (issuer.isEmpty() || algorithm.isEmpty() || keys.isEmpty() || claims.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new IssuerTrust(issuer.get(), audiences, algorithm.get(), keys.get(), claims.get()));
    }

    private static Optional<KeySource> keys(DefinitionNode node, TokenAlgorithm algorithm) {
        DefinitionNode jwks = node.get("jwks");
        DefinitionNode secret = node.get("secret");
        if (algorithm == TokenAlgorithm.HS256) {
            if (!jwks.isMissing()) {
                jwks.problem("has no place beside HS256, which needs a secret");
            }
            return secret.text()
                    .filter(reference -> isReference(secret, reference))
                    .map(KeySource.SharedSecret::new);
        }
        if (!secret.isMissing()) {
            secret.problem("goes with HS256 only; this algorithm needs jwks");
        }
        return jwks.text().flatMap(address -> address(jwks, address)).map(KeySource.Jwks::new);
    }

    /** A secret stands in no file: only where it is to be found does. */
    private static boolean isReference(DefinitionNode node, String reference) {
        boolean valid = reference.matches("env:[A-Za-z_][A-Za-z0-9_]*|secretsmanager:\\S+");
        if (!valid) {
            node.problem("must be env:NAME or secretsmanager:ID, never the secret itself");
        }
        return valid;
    }

    private static Optional<URI> address(DefinitionNode node, String address) {
        Optional<URI> uri = node.parsed(address, IssuerReader::uri);
        return uri.filter(parsed -> {
            boolean safe = "https".equals(parsed.getScheme())
                    || ("http".equals(parsed.getScheme()) && LOOPBACK.contains(String.valueOf(parsed.getHost())));
            if (!safe) {
                node.problem("must be an https address (http on loopback only)");
            }
            return safe;
        });
    }

    private static URI uri(String address) {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is no address", e);
        }
    }

    private Optional<ClaimMapping> claims(DefinitionNode node) {
        node.onlyKeys("user", "entity", "roles", "scopes");
        String user = node.get("user").optionalText().orElse("sub");
        Optional<String> roles = node.get("roles").optionalText();
        Map<String, String> scopeClaims = new LinkedHashMap<>();
        node.get("scopes").entries().forEach((scope, claim) -> {
            if (!scopes.contains(scope)) {
                claim.problem("names the undeclared scope '" + scope + "'; declare it under 'scopes'");
            }
            claim.text().ifPresent(name -> scopeClaims.put(scope, name));
        });
        return entity(node.get("entity")).map(entity -> new ClaimMapping(user, entity, roles, scopeClaims));
    }

    private Optional<EntityMapping> entity(DefinitionNode node) {
        if (node.isMissing()) {
            node.problem(
                    "is missing: {claim: C}, {type: T, id: C}, {typeClaim: C, id: C} or {type: T, membership: true}");
            return Optional.empty();
        }
        node.onlyKeys("claim", "type", "typeClaim", "id", "membership", "selectedBy");
        if (!node.get("claim").isMissing()) {
            return node.get("claim").text().map(EntityMapping.WholeClaim::new);
        }
        if (!node.get("typeClaim").isMissing()) {
            Optional<String> type = node.get("typeClaim").text();
            Optional<String> id = node.get("id").text();
            return type.flatMap(t -> id.map(i -> new EntityMapping.TypeClaim(t, i)));
        }
        Optional<EntityType> type = node.get("type").key(EntityType::new).filter(declared -> {
            if (!admitted.contains(declared)) {
                node.get("type").problem("the app does not admit the type '" + declared + "'");
            }
            return admitted.contains(declared);
        });
        if (node.get("membership").flag()) {
            String selectedBy = node.get("selectedBy").optionalText().orElse("entity");
            return type.map(t -> new EntityMapping.Membership(t, selectedBy));
        }
        Optional<String> id = node.get("id").text();
        return type.flatMap(t -> id.map(i -> new EntityMapping.FixedType(t, i)));
    }
}
