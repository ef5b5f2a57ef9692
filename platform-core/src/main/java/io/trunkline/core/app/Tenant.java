package io.trunkline.core.app;

import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tenant as registered: its types and route rules, its rooms, its apps, its limits.
 *
 * @param rooms room rules by kind
 * @param automaticRoomShards shards of the automatic rooms by kind ({@code all}, {@code type}, {@code app} …); 1 where
 *     absent
 * @param services whose tokens open the HTTP API to the tenant's backends
 */
public record Tenant(
        TenantId id,
        TenantStatus status,
        EntityTypeCatalog catalog,
        Map<String, RoomRule> rooms,
        Map<String, Integer> automaticRoomShards,
        Map<AppId, App> apps,
        TenantLimits limits,
        List<ServiceTrust> services) {
    public Tenant {
        services = List.copyOf(services);
        rooms = Map.copyOf(rooms);
        automaticRoomShards = Map.copyOf(automaticRoomShards);
        apps = Map.copyOf(apps);
    }

    /** A tenant whose backends have API keys and no tokens. */
    public Tenant(
            TenantId id,
            TenantStatus status,
            EntityTypeCatalog catalog,
            Map<String, RoomRule> rooms,
            Map<String, Integer> automaticRoomShards,
            Map<AppId, App> apps,
            TenantLimits limits) {
        this(id, status, catalog, rooms, automaticRoomShards, apps, limits, List.of());
    }

    public Optional<App> app(AppId app) {
        return Optional.ofNullable(apps.get(app));
    }

    public Optional<RoomRule> roomRule(String kind) {
        return Optional.ofNullable(rooms.get(kind));
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

    /** Over how many partitions the subscriptions of {@code room} are spread; at least 1. */
    public int shardsOf(RoomName room) {
        return switch (room) {
            case RoomName.Topic topic ->
                roomRule(topic.kind()).map(RoomRule::shards).orElse(1);
            case RoomName.User _ -> automaticRoomShards.getOrDefault("user", 1);
            case RoomName.Entity _ -> automaticRoomShards.getOrDefault("entity", 1);
            case RoomName.Type _ -> automaticRoomShards.getOrDefault("type", 1);
            case RoomName.Role _ -> automaticRoomShards.getOrDefault("role", 1);
            case RoomName.App _ -> automaticRoomShards.getOrDefault("app", 1);
            case RoomName.All _ -> automaticRoomShards.getOrDefault("all", 1);
            case RoomName.Within within -> shardsOf(within.room());
        };
    }
}
