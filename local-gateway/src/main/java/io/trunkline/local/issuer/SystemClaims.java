package io.trunkline.local.issuer;

import io.trunkline.core.app.ClaimMapping;
import io.trunkline.core.app.EntityMapping;
import io.trunkline.core.app.RoleMapping;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The claims that a system's own tokens would hold: a tenant's mapping of claims, read the other way round. */
final class SystemClaims {
    private final ClaimMapping mapping;
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private SystemClaims(ClaimMapping mapping) {
        this.mapping = mapping;
    }

    static Map<String, Object> of(ClaimMapping mapping, TokenWish wish, String user) {
        SystemClaims made = new SystemClaims(mapping);
        made.claims.put(mapping.user().getFirst(), user);
        mapping.roles().ifPresent(roles -> made.putRoles(roles, wish.roles()));
        wish.entity().ifPresent(made::putEntity);
        wish.claims()
                .forEach((name, value) -> made.claims.put(
                        mapping.scopes().getOrDefault(name, List.of()).stream()
                                .findFirst()
                                .orElse(name),
                        value));
        return made.claims;
    }

    private void putEntity(EntityRef entity) {
        switch (mapping.entity()) {
            case EntityMapping.FixedType fixed -> claims.put(fixed.idClaims().getFirst(), entity.id());
            case EntityMapping.WholeClaim whole -> claims.put(whole.claim(), entity.toString());
            case EntityMapping.TypeClaim typed -> {
                claims.put(typed.typeClaim(), typeValue(typed, entity.type()));
                claims.put(typed.idClaims().getFirst(), entity.id());
            }
            case EntityMapping.Membership _ -> {
                // the tenant's backend has written it; the token says nothing of it
            }
        }
    }

    /** Where one claim says both type and role, a role that was asked for has put it there already. */
    private Object typeValue(EntityMapping.TypeClaim typed, EntityType type) {
        Optional<Object> said = Optional.ofNullable(claims.get(typed.typeClaim()))
                .filter(value -> value instanceof String text
                        && type.equals(typed.types().get(text)));
        return said.orElseGet(() -> typed.types().entrySet().stream()
                .filter(entry -> entry.getValue().equals(type))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(type.value()));
    }

    private void putRoles(RoleMapping mapped, List<String> roles) {
        List<String> named = roles.stream()
                .map(role -> mapped.names().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(role))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .findFirst()
                        .orElse(role))
                .toList();
        if (named.size() == 1) {
            claims.put(mapped.claim(), named.getFirst());
        } else if (!named.isEmpty()) {
            claims.put(mapped.claim(), named);
        }
    }
}
