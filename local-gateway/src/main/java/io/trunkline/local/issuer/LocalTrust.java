package io.trunkline.local.issuer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.TokenAlgorithm;
import java.net.URI;

/** Adds the local issuer to a tenant's definition, app by app and for services: what makes {@code up} trust it. */
public final class LocalTrust {
    private LocalTrust() {}

    /**
     * A copy of {@code definition} whose every app trusts {@link LocalIssuer}, with the app's own name as the audience,
     * and whose services are trusted too, with {@link LocalIssuer#serviceAudience}.
     */
    public static JsonNode added(JsonNode definition, URI jwks) {
        ObjectNode copy = definition.deepCopy();
        String tenant = copy.path("tenant").asText();
        for (var app : copy.path("apps").properties()) {
            ObjectNode issuer =
                    ((ObjectNode) app.getValue()).withArray("issuers").addObject();
            issuer.put("issuer", LocalIssuer.ISSUER);
            issuer.putArray("audience").add(tenant + "/" + app.getKey());
            issuer.put("algorithm", TokenAlgorithm.ES256.name());
            issuer.put("jwks", jwks.toString());
            ObjectNode claims = issuer.putObject("claims");
            claims.put("user", "sub");
            claims.putObject("entity").put("claim", LocalIssuer.ENTITY_CLAIM);
            claims.put("roles", LocalIssuer.ROLES_CLAIM);
            ObjectNode scopes = claims.putObject("scopes");
            copy.path("scopes").forEach(scope -> scopes.put(scope.asText(), scope.asText()));
        }
        ObjectNode service = copy.withArray("services").addObject();
        service.put("issuer", LocalIssuer.ISSUER);
        service.putArray("audience").add(LocalIssuer.serviceAudience(tenant));
        service.put("algorithm", TokenAlgorithm.ES256.name());
        service.put("jwks", jwks.toString());
        return copy;
    }
}
