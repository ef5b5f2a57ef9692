package io.trunkline.core.app;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads whose tokens are accepted and by which keys they are checked: the same for apps and for services. */
final class TokenTrustReader {
    /** What an issuer's entry says of its signature, whoever its tokens are for. */
    record Signer(Optional<String> issuer, Set<String> audiences, TokenAlgorithm algorithm, KeySource keys) {}

    private static final Map<String, TokenAlgorithm> ALGORITHMS = Map.of(
            "RS256", TokenAlgorithm.RS256,
            "ES256", TokenAlgorithm.ES256,
            "EdDSA", TokenAlgorithm.EDDSA,
            "HS256", TokenAlgorithm.HS256);
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private TokenTrustReader() {}

    /**
     * The signer, or empty with its problems noted.
     *
     * @param mayBeNameless whether a shared secret may vouch for tokens that name no issuer
     */
    static Optional<Signer> read(DefinitionNode node, boolean mayBeNameless) {
        Set<String> audiences = new LinkedHashSet<>();
        for (DefinitionNode audience : node.get("audience").elements()) {
            shortText(audience).ifPresent(audiences::add);
        }
        Optional<TokenAlgorithm> algorithm =
                node.get("algorithm").oneOf(ALGORITHMS.keySet()).map(ALGORITHMS::get);
        DefinitionNode named = node.get("issuer");
        boolean nameless = mayBeNameless
                && named.isMissing()
                && algorithm.filter(TokenAlgorithm.HS256::equals).isPresent();
        Optional<String> issuer = nameless ? Optional.empty() : shortText(named);
        Optional<KeySource> keys = algorithm.flatMap(chosen -> keys(node, chosen));
        if ((issuer.isEmpty() && !nameless) || algorithm.isEmpty() || keys.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Signer(issuer, audiences, algorithm.get(), keys.get()));
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
        Optional<URI> uri = node.parsed(address, TokenTrustReader::uri);
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
}
