package io.trunkline.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.TenantReading.Problem;
import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.EventPattern;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The one reader of a tenant's definition, for the file under tenants/ and for the copy in the registry alike. What the
 * definition may say is in docs/tenants.md. It is valid as a whole or refused as a whole, with every problem at once.
 */
public final class TenantReader {
    private static final Set<String> AUTOMATIC_KINDS = Set.of("user", "entity", "type", "role", "app", "all");
    private static final int MAX_SHARDS = 100;
    private static final int MAX_COALESCE_MILLIS = 1_000;
    private static final int MAX_LIMIT = 100_000_000;

    /** Counted over ten seconds, it lets an event of the largest size through. */
    private static final int LEAST_BYTES_PER_SECOND = 16_384;

    private final DeclaredNames declared;

    private TenantReader(DeclaredNames declared) {
        this.declared = declared;
    }

    /** Reads {@code definition}; never throws on what it says. */
    public static TenantReading read(JsonNode definition) {
        return read(definition, Optional.empty());
    }

    /** As {@link #read(JsonNode)}, and refuses the names of dialects that are none of {@code dialects}. */
    public static TenantReading read(JsonNode definition, Set<String> dialects) {
        return read(definition, Optional.of(Set.copyOf(dialects)));
    }

    private static TenantReading read(JsonNode definition, Optional<Set<String>> dialects) {
        List<Problem> problems = new ArrayList<>();
        DefinitionNode root = new DefinitionNode(definition, "", problems);
        DeclaredNames declared = DeclaredNames.read(root.get("types"), root.get("scopes"));
        Optional<TenantReading> read = new TenantReader(declared).tenant(root, dialects);
        if (!problems.isEmpty()) {
            return new TenantReading.Invalid(problems);
        }
        return read.orElseThrow(() -> new IllegalStateException("no tenant although nothing is wrong with it"));
    }

    private Optional<TenantReading> tenant(DefinitionNode root, Optional<Set<String>> dialects) {
        root.onlyKeys(
                "tenant",
                "status",
                "scopes",
                "types",
                "limits",
                "coalesceMillis",
                "apps",
                "routes",
                "rooms",
                "automaticRoomShards",
                "doors",
                "services",
                "events",
                "memberships",
                "grants");
        TenantId id = root.get("tenant").key(TenantId::new).orElse(new TenantId("unnamed"));
        List<RouteRule> rules = routes(root.get("routes"));
        Map<String, RoomRule> rooms = rooms(root.get("rooms"));
        AppsReader appsReader = new AppsReader(id, declared, dialects);
        Map<AppId, App> apps = appsReader.apps(root.get("apps"));
        Map<String, Integer> shards = automaticRoomShards(root.get("automaticRoomShards"));
        TenantStatus status = status(root.get("status"));
        TenantLimits limits = limits(root.get("limits"));
        List<Door> doors = appsReader.doors(apps, root.get("doors"));
        List<ServiceTrust> services = ServicesReader.read(apps.values(), root.get("services"));
        List<Membership> memberships = memberships(root.get("memberships"));
        List<Grant> grants = grants(rooms, root.get("grants"));
        int coalesce = root.get("coalesceMillis")
                .optionalNumber(0, MAX_COALESCE_MILLIS)
                .orElse(0);
        EventRules events = EventRulesReader.read(root.get("events"));
        if (root.hasProblems()) {
            return Optional.empty();
        }
        EntityTypeCatalog catalog = new EntityTypeCatalog(declared.types(), declared.scopes(), rules, declared.every());
        Tenant tenant = new Tenant(
                id,
                status,
                catalog,
                rooms,
                shards,
                apps,
                limits,
                services,
                Map.of(),
                Duration.ofMillis(coalesce),
                events);
        return Optional.of(new TenantReading.Valid(tenant, doors, memberships, grants));
    }

    private static TenantStatus status(DefinitionNode node) {
        if (node.isMissing()) {
            return TenantStatus.ACTIVE;
        }
        return node.oneOf(Set.of("active", "suspended"))
                .filter("suspended"::equals)
                .map(suspended -> TenantStatus.SUSPENDED)
                .orElse(TenantStatus.ACTIVE);
    }

    private static TenantLimits limits(DefinitionNode node) {
        node.onlyKeys(
                "maxConnections",
                "maxConnectionsPerUser",
                "maxConnectionsPerAddress",
                "messagesPerMinute",
                "messagesPerMinutePerUser",
                "joinsPerMinute",
                "publishesPerSecond",
                "bytesPerSecond",
                "freePings");
        return new TenantLimits(
                limit(node.get("maxConnections"), 1),
                limit(node.get("maxConnectionsPerUser"), 1),
                limit(node.get("maxConnectionsPerAddress"), 1),
                new TenantRates(
                        limit(node.get("messagesPerMinute"), 1),
                        limit(node.get("messagesPerMinutePerUser"), 1),
                        limit(node.get("joinsPerMinute"), 1),
                        limit(node.get("publishesPerSecond"), 1),
                        limit(node.get("bytesPerSecond"), LEAST_BYTES_PER_SECOND),
                        limit(node.get("freePings"), 0)));
    }

    private static OptionalInt limit(DefinitionNode node, int least) {
        Optional<Integer> limit = node.optionalNumber(least, MAX_LIMIT);
        return limit.isPresent() ? OptionalInt.of(limit.get()) : OptionalInt.empty();
    }

    private List<RouteRule> routes(DefinitionNode node) {
        List<RouteRule> rules = new ArrayList<>();
        for (DefinitionNode route : node.elements()) {
            route.onlyKeys("from", "to", "events", "scope");
            Optional<TypePattern> from = typePattern(route.get("from"));
            Optional<TypePattern> to = typePattern(route.get("to"));
            List<EventPattern> events = new ArrayList<>();
            for (DefinitionNode event : route.get("events").elements()) {
                event.key(EventPattern::new).ifPresent(events::add);
            }
            if (route.get("events").isEmptyList()) {
                route.get("events").problem("must list at least one event, such as order.* or \"*\"");
            }
            Optional<String> scope =
                    route.get("scope").isMissing() ? Optional.empty() : declared.scope(route.get("scope"));
            if (from.isPresent() && to.isPresent() && !events.isEmpty()) {
                RouteRule rule = new RouteRule(from.get(), to.get(), events, scope);
                if (rules.contains(rule)) {
                    route.problem("says the same as an earlier route");
                }
                rules.add(rule);
            }
        }
        return rules;
    }

    private Optional<TypePattern> typePattern(DefinitionNode node) {
        return node.key(TypePattern::parse)
                .filter(pattern -> pattern.type().isEmpty()
                        || declared.declaredType(node, pattern.type().get()));
    }

    private Map<String, RoomRule> rooms(DefinitionNode node) {
        Map<String, RoomRule> rooms = new LinkedHashMap<>();
        for (DefinitionNode room : node.elements()) {
            room.onlyKeys("room", "join", "publish", "shards", "durable", "presence");
            Optional<String> kind = room.get("room").key(TenantReader::kindOf);
            Optional<JoinCondition> join = JoinReader.read(room.get("join"), declared);
            Publishers publishers = Publishers.read(room.get("publish"), declared);
            int shards = room.get("shards").optionalNumber(1, MAX_SHARDS).orElse(1);
            Optional<Retention> durable = RetentionReader.read(room.get("durable"));
            Optional<PresenceRule> presence = PresenceRuleReader.read(room.get("presence"));
            if (kind.isPresent() && join.isPresent()) {
                RoomRule rule = new RoomRule(
                        kind.get(), join.get(), publishers.types(), shards, durable, presence, publishers.owners());
                if (rooms.putIfAbsent(kind.get(), rule) != null) {
                    room.get("room").problem("the kind '" + kind.get() + "' has a rule already");
                }
            }
        }
        return rooms;
    }

    /** {@code order} of {@code order:{orderId}}: what stands in braces is for the reader. */
    private static String kindOf(String pattern) {
        int colon = pattern.indexOf(":{");
        if (colon < 0 || !pattern.endsWith("}")) {
            throw new IllegalArgumentException("must be written kind:{id}, such as order:{orderId}");
        }
        return new RoomName.Topic(pattern.substring(0, colon), "x").kind();
    }

    private static Map<String, Integer> automaticRoomShards(DefinitionNode node) {
        Map<String, Integer> shards = new LinkedHashMap<>();
        node.onlyKeys(AUTOMATIC_KINDS.stream().sorted().toArray(String[]::new));
        node.entries().forEach((kind, value) -> value.optionalNumber(1, MAX_SHARDS)
                .ifPresent(number -> shards.put(kind, number)));
        return shards;
    }

    private List<Membership> memberships(DefinitionNode node) {
        List<Membership> memberships = new ArrayList<>();
        node.entries().forEach((user, list) -> {
            list.parsed(user, RoomName.User::new);
            declared.standingsIn(list).forEach(standing -> memberships.add(new Membership(user, standing)));
        });
        return memberships;
    }

    private List<Grant> grants(Map<String, RoomRule> rooms, DefinitionNode node) {
        List<Grant> grants = new ArrayList<>();
        node.entries().forEach((text, list) -> {
            Optional<RoomName> room = list.parsed(text, RoomName::parse);
            room.ifPresent(name -> {
                if (scopesGranted(rooms, name).isEmpty()) {
                    list.problem("no room rule lets anyone into '" + text + "' by grant");
                }
                declared.standingsIn(list).forEach(standing -> {
                    standing.asScope()
                            .filter(scope -> scopesGranted(rooms, name)
                                    .filter(scopes -> !scopes.contains(scope.name()))
                                    .isPresent())
                            .ifPresent(scope -> list.problem("the room's rule lets nobody in by the scope '"
                                    + scope.name() + "'; it would need {grant: [" + scope.name() + "]}"));
                    grants.add(new Grant(name, standing));
                });
            });
        });
        return grants;
    }

    /** The scopes whose values may be let into {@code room}; empty where it is not joined by grant. */
    private static Optional<Set<String>> scopesGranted(Map<String, RoomRule> rooms, RoomName room) {
        return room instanceof RoomName.Topic topic && rooms.containsKey(topic.kind())
                ? rooms.get(topic.kind()).join().granted()
                : Optional.empty();
    }
}
