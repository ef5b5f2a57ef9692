package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final String FORMS = "must be one of {type: TYPE, id: CLAIM}, {claim: CLAIM}, "
            + "{typeClaim: CLAIM, id: CLAIM} and {type: TYPE, membership: true}";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Set<EntityType> admitted;
    private final DeclaredNames declared;

    IssuerReader(Set<EntityType> admitted, DeclaredNames declared) {
        this.admitted = admitted;
        this.declared = declared;
    }

    /** The issuer, or empty with its problems noted. */
    Optional<IssuerTrust> read(DefinitionNode node) {
        node.onlyKeys("issuer", "audience", "algorithm", "jwks", "secret", "claims");
        Set<String> audiences = new LinkedHashSet<>();
        for (DefinitionNode audience : node.get("audience").elements()) {
            shortText(audience).ifPresent(audiences::add);
        }
        Optional<TokenAlgorithm> algorithm =
                node.get("algorithm").oneOf(ALGORITHMS.keySet()).map(ALGORITHMS::get);
        DefinitionNode named = node.get("issuer");
        boolean nameless = named.isMissing()
                && algorithm.filter(TokenAlgorithm.HS256::equals).isPresent();
        Optional<String> issuer = nameless ? Optional.empty() : shortText(named);
        Optional<KeySource> keys = algorithm.flatMap(chosen -> keys(node, chosen));
        Optional<ClaimMapping> claims = claims(node.get("claims"));
        if ((issuer.isEmpty() && !nameless) || algorithm.isEmpty() || keys.isEmpty() || claims.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new IssuerTrust(issuer, audiences, algorithm.get(), keys.get(), claims.get()));
    }

    /** What apps are found by; a token's longer text is not looked up. */
    private static Optional<String> shortText(DefinitionNode node) {
        return node.text().filter(text -> {
            if (text.length() > IssuerTrust.MAX_NAME_LENGTH) {
                node.problem("is longer than " + IssuerTrust.MAX_NAME_LENGTH + " characters");
            }
            return text.length() <= IssuerTrust.MAX_NAME_LENGTH;
        });
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
            String host = String.valueOf(parsed.getHost());
            boolean safe = parsed.getHost() != null
                    && parsed.getRawUserInfo() == null
                    && ("https".equals(parsed.getScheme())
                            || ("http".equals(parsed.getScheme()) && LOOPBACK.contains(host)));
            if (!safe) {
                node.problem("must be an https address without a password (http on loopback only)");
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
        List<String> user = node.get("user").isMissing() ? List.of("sub") : names(node.get("user"));
        Optional<RoleMapping> roles = roles(node.get("roles"));
        Map<String, List<String>> scopeClaims = new LinkedHashMap<>();
        node.get("scopes").entries().forEach((scope, claim) -> {
            declared.declaredScope(claim, scope);
            scopeClaims.put(scope, names(claim));
        });
        return entity(node.get("entity")).map(entity -> new ClaimMapping(user, entity, roles, scopeClaims));
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
            node.onlyKeys("typeClaim", "types", "id");
            Map<String, EntityType> types = types(node.get("types"));
            List<String> ids = names(node.get("id"));
            return node.get("typeClaim").text().map(type -> new EntityMapping.TypeClaim(type, types, ids));
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
