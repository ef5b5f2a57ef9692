package io.trunkline.routing.route;

import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.EventPattern;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Short ways to write catalogues, rules and identities in tests. */
final class Ecosystem {
    private Ecosystem() {}

    /** Types driver, customer, merchant and courier; merchants and couriers know the role manager, drivers lead. */
    static EntityTypeCatalog catalog(RouteRule... rules) {
        return new EntityTypeCatalog(
                Map.of(
                        new EntityType("driver"), Set.of("lead"),
                        new EntityType("customer"), Set.of(),
                        new EntityType("merchant"), Set.of("manager"),
                        new EntityType("courier"), Set.of("manager")),
                Set.of("branch", "region"),
                List.of(rules));
    }

    static RouteRule rule(String from, String to, String... events) {
        return new RouteRule(TypePattern.parse(from), TypePattern.parse(to), patterns(events), Optional.empty());
    }

    static RouteRule scoped(String scope, String from, String to, String... events) {
        return new RouteRule(TypePattern.parse(from), TypePattern.parse(to), patterns(events), Optional.of(scope));
    }

    private static List<EventPattern> patterns(String... events) {
        return Arrays.stream(events).map(EventPattern::new).toList();
    }

    /** Of tenant wizz and app {@code {type}s}: {@code identity("driver/d-7", Set.of("lead"), "branch:b-1")}. */
    static Identity identity(String entity, Set<String> roles, String... scopes) {
        EntityRef ref = EntityRef.parse(entity);
        return new Identity(
                AppKey.parse("wizz/" + ref.type() + "s"),
                "u-" + ref.id(),
                ref,
                roles,
                Set.copyOf(Arrays.stream(scopes)
                        .map(scope -> new Scope(
                                scope.substring(0, scope.indexOf(':')), scope.substring(scope.indexOf(':') + 1)))
                        .toList()));
    }

    static RoomKey room(String name) {
        return new RoomKey(new TenantId("wizz"), RoomName.parse(name));
    }
}
