package io.trunkline.core.testing;

import io.trunkline.core.app.EventRules;
import io.trunkline.core.app.JoinCondition;
import io.trunkline.core.app.PresenceRule;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.RoomRule;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantLimits;
import io.trunkline.core.app.TenantRates;
import io.trunkline.core.app.TenantStatus;
import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.EventPattern;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A tenant with a room rule of each kind: customers reach merchants with {@code order.*}, merchants reach the drivers
 * of their branch with {@code order.*}, drivers reach customers with anything.
 */
public final class Wizz {
    public static final TenantId ID = new TenantId("wizz");

    private static final EntityType CUSTOMER = new EntityType("customer");
    private static final EntityType DRIVER = new EntityType("driver");
    private static final EntityType MERCHANT = new EntityType("merchant");

    /** What its order rooms keep. */
    public static final Retention RETENTION = new Retention(10, Duration.ofHours(1));

    /** How long whoever is in its desk rooms may be away. */
    public static final Duration GRACE = Duration.ofSeconds(15);

    private Wizz() {}

    public static Tenant tenant() {
        return tenant(TenantStatus.ACTIVE, Map.of(), TenantLimits.NONE);
    }

    public static Tenant suspended() {
        return tenant(TenantStatus.SUSPENDED, Map.of(), TenantLimits.NONE);
    }

    /** The tenant with these shards of its automatic rooms, by kind. */
    public static Tenant sharded(Map<String, Integer> shards) {
        return tenant(TenantStatus.ACTIVE, shards, TenantLimits.NONE);
    }

    public static Tenant limited(OptionalInt maxConnections, OptionalInt maxConnectionsPerUser) {
        return tenant(TenantStatus.ACTIVE, Map.of(), new TenantLimits(maxConnections, maxConnectionsPerUser));
    }

    /** The tenant whose connections are present in their branches as soon as they are there. */
    public static Tenant whereBranchesKeepPresence() {
        Tenant tenant = tenant();
        Map<String, RoomRule> rooms = new HashMap<>(tenant.rooms());
        rooms.computeIfPresent(
                "branch",
                (kind, rule) -> new RoomRule(
                        kind,
                        rule.join(),
                        rule.publishers(),
                        rule.shards(),
                        rule.durable(),
                        Optional.of(new PresenceRule(true, GRACE)),
                        rule.owners()));
        return new Tenant(
                ID, tenant.status(), tenant.catalog(), rooms, tenant.automaticRoomShards(), Map.of(), tenant.limits());
    }

    /** The tenant whose customers have every branch. */
    public static Tenant whereCustomersHaveEveryBranch() {
        Tenant tenant = tenant();
        EntityTypeCatalog catalog = tenant.catalog();
        return new Tenant(
                ID,
                tenant.status(),
                new EntityTypeCatalog(
                        catalog.roles(), catalog.scopes(), catalog.rules(), Map.of(CUSTOMER, Set.of("branch"))),
                tenant.rooms(),
                Map.of(),
                Map.of(),
                tenant.limits());
    }

    /** The tenant whose events are held to these schemas. */
    public static Tenant checking(EventRules events) {
        Tenant tenant = tenant();
        return new Tenant(
                ID,
                tenant.status(),
                tenant.catalog(),
                tenant.rooms(),
                Map.of(),
                Map.of(),
                tenant.limits(),
                List.of(),
                Map.of(),
                Duration.ZERO,
                events);
    }

    public static Tenant rated(TenantRates rates) {
        return tenant(TenantStatus.ACTIVE, Map.of(), new TenantLimits(OptionalInt.empty(), OptionalInt.empty(), rates));
    }

    private static Tenant tenant(TenantStatus status, Map<String, Integer> shards, TenantLimits limits) {
        EntityTypeCatalog catalog = new EntityTypeCatalog(
                Map.of(CUSTOMER, Set.of(), DRIVER, Set.of(), MERCHANT, Set.of("manager")),
                Set.of("branch"),
                List.of(
                        rule(CUSTOMER, MERCHANT, "order.*", Optional.empty()),
                        rule(MERCHANT, DRIVER, "order.*", Optional.of("branch")),
                        rule(DRIVER, CUSTOMER, "*", Optional.empty())));
        Map<String, RoomRule> rooms = Stream.of(
                        new RoomRule(
                                "order",
                                new JoinCondition.ByGrant(),
                                Set.of(MERCHANT, DRIVER),
                                1,
                                Optional.of(RETENTION)),
                        new RoomRule(
                                "file", new JoinCondition.ByGrant(Set.of("branch")), Set.of(), 1, Optional.empty()),
                        new RoomRule(
                                "branch", new JoinCondition.ByScope("branch"), Set.of(MERCHANT), 1, Optional.empty()),
                        new RoomRule(
                                "shift",
                                new JoinCondition.ByType(Set.of(DRIVER)),
                                Set.of(DRIVER, MERCHANT),
                                1,
                                Optional.empty()),
                        new RoomRule(
                                "desk",
                                new JoinCondition.Open(),
                                Set.of(),
                                2,
                                Optional.empty(),
                                Optional.of(new PresenceRule(true, GRACE))),
                        new RoomRule(
                                "floor",
                                new JoinCondition.Open(),
                                Set.of(),
                                1,
                                Optional.empty(),
                                Optional.of(new PresenceRule(false, GRACE))),
                        new RoomRule("news", new JoinCondition.Open(), Set.of(MERCHANT), 3, Optional.empty()),
                        new RoomRule(
                                "till",
                                new JoinCondition.AnyOf(
                                        List.of(new JoinCondition.Own(MERCHANT), new JoinCondition.ByGrant())),
                                Set.of(),
                                1,
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(MERCHANT)))
                .collect(Collectors.toMap(RoomRule::kind, Function.identity()));
        return new Tenant(ID, status, catalog, rooms, shards, Map.of(), limits);
    }

    private static RouteRule rule(EntityType from, EntityType to, String events, Optional<String> scope) {
        return new RouteRule(TypePattern.of(from), TypePattern.of(to), List.of(new EventPattern(events)), scope);
    }

    public static Identity customer() {
        return identity("customers", "u-1", new EntityRef(CUSTOMER, "c-1"), Set.of(), Set.of());
    }

    public static Identity driver() {
        return identity("drivers", "u-7", new EntityRef(DRIVER, "d-7"), Set.of(), Set.of(new Scope("branch", "b-1")));
    }

    public static Identity merchant() {
        return identity(
                "order-receiver",
                "u-42",
                new EntityRef(MERCHANT, "m-42"),
                Set.of("manager"),
                Set.of(new Scope("branch", "b-1")));
    }

    private static Identity identity(String app, String user, EntityRef entity, Set<String> roles, Set<Scope> scopes) {
        return new Identity(new AppKey(ID, new AppId(app)), user, entity, roles, scopes);
    }
}
