package io.trunkline.lambda.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.trunkline.core.auth.AuthOutcome.Accepted;
import io.trunkline.core.connection.Principal;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The authorizer's context: the principal, its dialect and the selected subprotocol as flat texts, since API Gateway
 * carries nothing else. What comes back is API Gateway's word; a client cannot write it.
 */
public final class PrincipalContext {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PrincipalContext() {}

    public static Map<String, String> write(Accepted accepted) {
        Principal principal = accepted.principal();
        Identity identity = principal.identity();
        ArrayNode roles = JSON.createArrayNode();
        identity.roles().stream().sorted().forEach(roles::add);
        ArrayNode scopes = JSON.createArrayNode();
        identity.scopes().forEach(scope -> scopes.addArray().add(scope.name()).add(scope.value()));
        Map<String, String> context = new HashMap<>();
        context.put("app", identity.app().toString());
        context.put("user", identity.user());
        context.put("entity", identity.entity().toString());
        context.put("roles", roles.toString());
        context.put("scopes", scopes.toString());
        context.put("expiresAt", Long.toString(principal.expiresAt().getEpochSecond()));
        principal.tokenId().ifPresent(id -> context.put("tokenId", id));
        principal.issuedAt().ifPresent(at -> context.put("issuedAt", Long.toString(at.getEpochSecond())));
        context.put("dialect", accepted.dialect());
        accepted.subprotocol().ifPresent(name -> context.put("subprotocol", name));
        accepted.platform().ifPresent(name -> context.put("platform", name));
        return context;
    }

    /** What {@link #write} wrote; empty where there is no such context. Throws on a context that is damaged. */
    public static Optional<Accepted> read(Map<String, String> context) {
        if (!context.containsKey("app")) {
            return Optional.empty();
        }
        Identity identity = new Identity(
                AppKey.parse(required(context, "app")),
                required(context, "user"),
                EntityRef.parse(required(context, "entity")),
                roles(required(context, "roles")),
                scopes(required(context, "scopes")));
        Principal principal = new Principal(
                identity,
                Optional.ofNullable(context.get("tokenId")),
                Optional.ofNullable(context.get("issuedAt")).map(PrincipalContext::instant),
                instant(required(context, "expiresAt")));
        return Optional.of(new Accepted(
                principal,
                required(context, "dialect"),
                Optional.ofNullable(context.get("subprotocol")),
                Optional.ofNullable(context.get("platform"))));
    }

    private static String required(Map<String, String> context, String key) {
        String value = context.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the authorizer's context lacks " + key);
        }
        return value;
    }

    private static Instant instant(String epochSeconds) {
        return Instant.ofEpochSecond(Long.parseLong(epochSeconds));
    }

    private static Set<String> roles(String json) {
        Set<String> roles = new LinkedHashSet<>();
        parse(json).forEach(role -> roles.add(role.asText()));
        return roles;
    }

    private static Set<Scope> scopes(String json) {
        Set<Scope> scopes = new LinkedHashSet<>();
        parse(json)
                .forEach(pair ->
                        scopes.add(new Scope(pair.path(0).asText(), pair.path(1).asText())));
        return scopes;
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the authorizer's context is damaged", e);
        }
    }
}
