package io.trunkline.core.app;

import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant as registered: its types and route rules, its rooms, its apps, its limits.
 *
 * @param rooms room rules by kind
 * @param automaticRoomShards shards of the automatic rooms by kind ({@code all}, {@code type}, {@code app} …); 1 where
 *     absent
 * @param services whose tokens open the HTTP API to the tenant's backends
 * @param spreads kinds whose number of shards has changed lately, of tenant's own rooms and automatic ones
 * @param coalesce for how long an event waits for others to the same connection, to share a frame; zero for not at all
 * @param events what its events must look like
 */
public record Tenant(
        TenantId id,
        TenantStatus status,
        EntityTypeCatalog catalog,
        Map<String, RoomRule> rooms,
        Map<String, Integer> automaticRoomShards,
        Map<AppId, App> apps,
        TenantLimits limits,
        List<ServiceTrust> services,
        Map<String, ShardSpread> spreads,
        Duration coalesce,
        EventRules events) {
    public Tenant {
        services = List.copyOf(services);
        spreads = Map.copyOf(spreads);
        rooms = Map.copyOf(rooms);
        automaticRoomShards = Map.copyOf(automaticRoomShards);
        apps = Map.copyOf(apps);
    }

    /** A tenant whose backends have API keys and no tokens, and none of whose rooms' shards have changed lately. */
    public Tenant(
            TenantId id,
            TenantStatus status,
            EntityTypeCatalog catalog,
            Map<String, RoomRule> rooms,
            Map<String, Integer> automaticRoomShards,
            Map<AppId, App> apps,
            TenantLimits limits) {
        this(
                id,
                status,
                catalog,
                rooms,
                automaticRoomShards,
                apps,
                limits,
                List.of(),
                Map.of(),
                Duration.ZERO,
                EventRules.NONE);
    }

    /** The same tenant while the shards of these kinds change. */
    public Tenant spread(Map<String, ShardSpread> changed) {
        return new Tenant(
                id, status, catalog, rooms, automaticRoomShards, apps, limits, services, changed, coalesce, events);
    }

    /** The same tenant whose events wait so long for others. */
    public Tenant coalescing(Duration window) {
        return new Tenant(
                id, status, catalog, rooms, automaticRoomShards, apps, limits, services, spreads, window, events);
    }

    public Optional<App> app(AppId app) {
        return Optional.ofNullable(apps.get(app));
    }

    /** For how long the rooms of a device of {@code app} come back to it; empty for not at all. */
    public Optional<Duration> restoreRooms(AppKey app) {
        return app(app.app()).map(App::sessions).flatMap(SessionRules::restoreRooms);
    }

    public Optional<RoomRule> roomRule(String kind) {
        return Optional.ofNullable(rooms.get(kind));
    }

    /** Whether {@code identity} is a visitor, who is in no room but the one it came for. */
    public boolean isVisitor(Identity identity) {
        return app(identity.app().app())
                .flatMap(App::firstFrame)
                .flatMap(FirstFrame::visitors)
                .filter(visitors -> visitors.type().equals(identity.entity().type()))
                .isPresent();
    }

    /** What is kept of the events of {@code room}; empty where it has no history, as all built-in rooms. */
    public Optional<Retention> retentionOf(RoomName room) {
        return room instanceof RoomName.Topic topic
                ? roomRule(topic.kind()).flatMap(RoomRule::durable)
                : Optional.empty();
    }

    /** What is told of who is in {@code room}; empty where nothing is kept of it, as for all built-in rooms. */
    public Optional<PresenceRule> presenceOf(RoomName room) {
        return room instanceof RoomName.Topic topic
                ? roomRule(topic.kind()).flatMap(RoomRule::presence)
                : Optional.empty();
    }

    /** Over how many partitions those who join {@code room} are spread; at least 1. */
    public int shardsOf(RoomName room) {
        return spreadOf(room).joins();
    }

    /** Where subscriptions of {@code room} may be, also while its number of shards changes. */
    public ShardSpread spreadOf(RoomName room) {
        String kind = kindOf(room);
        ShardSpread changing = spreads.get(kind);
        if (changing != null) {
            return changing;
        }
        int count = definedShards(kind);
        return new ShardSpread(count, Set.of(count));
    }

    /** Over how many shards the definition spreads the rooms of {@code kind}, the tenant's own or automatic ones. */
    public int definedShards(String kind) {
        return RoomName.RESERVED_KINDS.contains(kind)
                ? automaticRoomShards.getOrDefault(kind, 1)
                : roomRule(kind).map(RoomRule::shards).orElse(1);
    }

    private static String kindOf(RoomName room) {
        return switch (room) {
            case RoomName.Topic topic -> topic.kind();
            case RoomName.User _ -> "user";
            case RoomName.Entity _ -> "entity";
            case RoomName.Type _ -> "type";
            case RoomName.Role _ -> "role";
            case RoomName.App _ -> "app";
            case RoomName.All _ -> "all";
            case RoomName.Within within -> kindOf(within.room());
        };
    }
}
