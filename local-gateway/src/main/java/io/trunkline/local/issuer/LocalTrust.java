package io.trunkline.local.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.TokenAlgorithm;
import java.net.URI;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Adds the local issuer to a tenant's definition, app by app and for services: what makes {@code up} trust it. */
public final class LocalTrust {
    private LocalTrust() {}

    /**
     * A copy of {@code definition} whose every app trusts {@link LocalIssuer}, with the app's own name as the audience,
     * and whose services are trusted too, with {@link LocalIssuer#serviceAudience}. An app whose own issuer signs with
     * keys that this machine has not also trusts {@link LocalIssuer#STAND_IN}, with the claims of that issuer's tokens;
     * secrets that are in Secrets Manager are looked for where {@link DevelopmentSecrets} has them.
     */
    public static JsonNode added(JsonNode definition, URI jwks) {
        ObjectNode copy = definition.deepCopy();
        String tenant = copy.path("tenant").asText();
        for (var app : copy.path("apps").properties()) {
            ObjectNode definedApp = (ObjectNode) app.getValue();
            String audience = tenant + "/" + app.getKey();
            definedApp.path("issuers").forEach(LocalTrust::useDevelopmentSecret);
            ownIssuer(definedApp).ifPresent(own -> {
                ObjectNode standIn = entry(definedApp, LocalIssuer.STAND_IN, audience, TokenAlgorithm.RS256, jwks);
                standIn.set("claims", own.path("claims").deepCopy());
            });
            ObjectNode claims = entry(definedApp, LocalIssuer.ISSUER, audience, TokenAlgorithm.ES256, jwks)
                    .putObject("claims");
            claims.put("user", "sub");
            claims.putObject("entity").put("claim", LocalIssuer.ENTITY_CLAIM);
            claims.put("roles", LocalIssuer.ROLES_CLAIM);
            ObjectNode scopes = claims.putObject("scopes");
            copy.path("scopes").forEach(scope -> scopes.put(scope.asText(), scope.asText()));
        }
        copy.path("services").forEach(LocalTrust::useDevelopmentSecret);
        ObjectNode service = copy.withArray("services").addObject();
        service.put("issuer", LocalIssuer.ISSUER);
        service.putArray("audience").add(LocalIssuer.serviceAudience(tenant));
        service.put("algorithm", TokenAlgorithm.ES256.name());
        service.put("jwks", jwks.toString());
        return copy;
    }

    private static ObjectNode entry(
            ObjectNode app, String issuer, String audience, TokenAlgorithm algorithm, URI jwks) {
        ObjectNode entry = app.withArray("issuers").addObject();
        entry.put("issuer", issuer);
        entry.putArray("audience").add(audience);
        entry.put("algorithm", algorithm.name());
        entry.put("jwks", jwks.toString());
        return entry;
    }

    /** The issuer whose place the local one takes: the first that signs with keys of its own. */
    private static Optional<JsonNode> ownIssuer(JsonNode app) {
        return StreamSupport.stream(app.path("issuers").spliterator(), false)
                .filter(issuer -> issuer.has("jwks"))
                .findFirst();
    }

    private static void useDevelopmentSecret(JsonNode issuer) {
        if (issuer instanceof ObjectNode entry && entry.has("secret")) {
            entry.put(
                    "secret",
                    "env:" + DevelopmentSecrets.variable(entry.path("secret").asText()));
        }
    }
}
