package io.trunkline.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.TenantReading.Problem;
import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.EventPattern;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.catalog.TypePattern;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private static final int MAX_CONNECTIONS = 100_000_000;

    private final List<Problem> problems = new ArrayList<>();
    private final Map<EntityType, Set<String>> types = new LinkedHashMap<>();
    private final Set<String> scopes = new LinkedHashSet<>();

    private TenantReader() {}

    /** Reads {@code definition}; never throws on what it says. */
    public static TenantReading read(JsonNode definition) {
        TenantReader reader = new TenantReader();
        Optional<TenantReading> read = reader.tenant(new DefinitionNode(definition, "", reader.problems));
        return reader.problems.isEmpty()
                ? read.orElseThrow(() -> new IllegalStateException("no tenant although nothing is wrong with it"))
                : new TenantReading.Invalid(reader.problems);
    }

    private Optional<TenantReading> tenant(DefinitionNode root) {
        root.onlyKeys(
                "tenant",
                "status",
                "scopes",
                "types",
                "limits",
                "apps",
                "routes",
                "rooms",
                "automaticRoomShards",
                "doors",
                "memberships",
                "grants");
        TenantId id = root.get("tenant").key(TenantId::new).orElse(new TenantId("unnamed"));
        readScopes(root.get("scopes"));
        readTypes(root.get("types"));
        List<RouteRule> rules = routes(root.get("routes"));
        Map<String, RoomRule> rooms = rooms(root.get("rooms"));
        Map<AppId, App> apps = apps(id, root.get("apps"));
        Map<String, Integer> shards = automaticRoomShards(root.get("automaticRoomShards"));
        TenantStatus status = status(root.get("status"));
        TenantLimits limits = limits(root.get("limits"));
        List<Door> doors = doors(id, apps, root.get("doors"));
        List<Membership> memberships = memberships(root.get("memberships"));
        List<Grant> grants = grants(rooms, root.get("grants"));
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Tenant tenant =
                new Tenant(id, status, new EntityTypeCatalog(types, scopes, rules), rooms, shards, apps, limits);
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
        node.onlyKeys("maxConnections", "maxConnectionsPerUser");
        return new TenantLimits(limit(node.get("maxConnections")), limit(node.get("maxConnectionsPerUser")));
    }

    private static OptionalInt limit(DefinitionNode node) {
        Optional<Integer> limit = node.optionalNumber(1, MAX_CONNECTIONS);
        return limit.isPresent() ? OptionalInt.of(limit.get()) : OptionalInt.empty();
    }

    private void readScopes(DefinitionNode node) {
        for (DefinitionNode element : node.elements()) {
            // a scope is also the kind of its room, so it must do as one
            element.key(name -> new Scope(name, "x").room()).ifPresent(room -> {
                String name = ((RoomName.Topic) room).kind();
                if (!scopes.add(name)) {
                    element.problem("scope '" + name + "' is declared twice");
                }
            });
        }
    }

    private void readTypes(DefinitionNode node) {
        Map<String, DefinitionNode> entries = node.entries();
        if (entries.isEmpty()) {
            node.problem("must declare at least one entity type");
        }
        entries.forEach((name, type) -> {
            type.onlyKeys("roles");
            Set<String> roles = new LinkedHashSet<>();
            for (DefinitionNode role : type.get("roles").elements()) {
                role.key(RoomName.Role::new).ifPresent(valid -> {
                    if (!roles.add(valid.role())) {
                        role.problem("role '" + valid.role() + "' is declared twice");
                    }
                });
            }
            type.parsed(name, EntityType::new).ifPresent(valid -> types.put(valid, roles));
        });
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
            if (route.get("events").elements().isEmpty()) {
                route.problem("must list at least one event, such as order.* or *");
            }
            Optional<String> scope = route.get("scope").isMissing() ? Optional.empty() : scope(route.get("scope"));
            if (from.isPresent() && to.isPresent() && !events.isEmpty()) {
                rules.add(new RouteRule(from.get(), to.get(), events, scope));
            }
        }
        return rules;
    }

    private Optional<TypePattern> typePattern(DefinitionNode node) {
        return node.key(TypePattern::parse).filter(pattern -> {
            boolean declared = pattern.type().map(types::containsKey).orElse(true);
            if (!declared) {
                node.problem("names the undeclared type '" + pattern + "'" + typesKnown());
            }
            return declared;
        });
    }

    private Optional<String> scope(DefinitionNode node) {
        return node.text().filter(name -> {
            if (!scopes.contains(name)) {
                node.problem("names the undeclared scope '" + name + "'; declare it under 'scopes'");
            }
            return scopes.contains(name);
        });
    }

    private Set<EntityType> declaredTypes(DefinitionNode list) {
        Set<EntityType> declared = new LinkedHashSet<>();
        for (DefinitionNode element : list.elements()) {
            element.key(EntityType::new).ifPresent(type -> {
                if (!types.containsKey(type)) {
                    element.problem("names the undeclared type '" + type + "'" + typesKnown());
                } else if (!declared.add(type)) {
                    element.problem("names the type '" + type + "' twice");
                }
            });
        }
        return declared;
    }

    private String typesKnown() {
        return "; declared are "
                + String.join(
                        ", ", types.keySet().stream().map(EntityType::value).toList());
    }

    private Map<String, RoomRule> rooms(DefinitionNode node) {
        Map<String, RoomRule> rooms = new LinkedHashMap<>();
        for (DefinitionNode room : node.elements()) {
            room.onlyKeys("room", "join", "publish", "shards");
            Optional<String> kind = room.get("room").key(TenantReader::kindOf);
            Optional<JoinCondition> join = join(room.get("join"));
            Set<EntityType> publishers = declaredTypes(room.get("publish"));
            int shards = room.get("shards").optionalNumber(1, MAX_SHARDS).orElse(1);
            if (kind.isPresent() && join.isPresent()) {
                RoomRule rule = new RoomRule(kind.get(), join.get(), publishers, shards);
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

    private Optional<JoinCondition> join(DefinitionNode node) {
        if (node.isText()) {
            return node.oneOf(Set.of("open", "grant"))
                    .map(word -> word.equals("open") ? new JoinCondition.Open() : new JoinCondition.ByGrant());
        }
        if (!node.isObject()) {
            node.problem("must be open, grant, {claim: SCOPE} or {types: [TYPE]}");
            return Optional.empty();
        }
        node.onlyKeys("claim", "types");
        if (node.get("claim").isMissing() == node.get("types").isMissing()) {
            node.problem("must have either claim or types");
            return Optional.empty();
        }
        if (!node.get("claim").isMissing()) {
            return scope(node.get("claim")).map(JoinCondition.ByScope::new);
        }
        return Optional.of(new JoinCondition.ByType(declaredTypes(node.get("types"))));
    }

    private Map<AppId, App> apps(TenantId tenant, DefinitionNode node) {
        Map<AppId, App> apps = new LinkedHashMap<>();
        Map<String, DefinitionNode> entries = node.entries();
        if (entries.isEmpty()) {
            node.problem("must register at least one app");
        }
        entries.forEach(
                (name, app) -> app.parsed(name, AppId::new).ifPresent(id -> apps.put(id, app(tenant, id, app))));
        return apps;
    }

    private App app(TenantId tenant, AppId id, DefinitionNode node) {
        node.onlyKeys("types", "dialect", "origins", "issuers");
        Set<EntityType> admitted = declaredTypes(node.get("types"));
        if (node.get("types").elements().isEmpty()) {
            node.problem("must list the types that it admits");
        }
        Set<String> origins = new LinkedHashSet<>();
        for (DefinitionNode origin : node.get("origins").elements()) {
            origin.text().ifPresent(origins::add);
        }
        List<IssuerTrust> issuers = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        IssuerReader reader = new IssuerReader(admitted, scopes);
        for (DefinitionNode issuer : node.get("issuers").elements()) {
            reader.read(issuer).ifPresent(trust -> {
                if (!seen.add(trust.issuer())) {
                    issuer.get("issuer").problem("the app trusts the issuer '" + trust.issuer() + "' already");
                }
                issuers.add(trust);
            });
        }
        String dialect = node.get("dialect").optionalText().orElse("trunkline.v1");
        return new App(new AppKey(tenant, id), admitted, dialect, origins, issuers);
    }

    private static Map<String, Integer> automaticRoomShards(DefinitionNode node) {
        Map<String, Integer> shards = new LinkedHashMap<>();
        node.onlyKeys(AUTOMATIC_KINDS.stream().sorted().toArray(String[]::new));
        node.entries().forEach((kind, value) -> value.optionalNumber(1, MAX_SHARDS)
                .ifPresent(number -> shards.put(kind, number)));
        return shards;
    }

    private static List<Door> doors(TenantId tenant, Map<AppId, App> apps, DefinitionNode node) {
        List<Door> doors = new ArrayList<>();
        for (DefinitionNode door : node.elements()) {
            door.onlyKeys("door", "app", "dialect");
            Optional<String> id = door.get("door").text();
            Optional<AppId> app = door.get("app").key(AppId::new).filter(name -> {
                if (!apps.containsKey(name)) {
                    door.get("app").problem("names the unregistered app '" + name + "'");
                }
                return apps.containsKey(name);
            });
            Optional<String> dialect = door.get("dialect").optionalText();
            if (id.isPresent() && app.isPresent()) {
                doors.add(new Door(id.get(), new AppKey(tenant, app.get()), dialect));
            }
        }
        return doors;
    }

    private List<Membership> memberships(DefinitionNode node) {
        List<Membership> memberships = new ArrayList<>();
        node.entries().forEach((user, list) -> {
            list.parsed(user, RoomName.User::new);
            entities(list).forEach(entity -> memberships.add(new Membership(user, entity)));
        });
        return memberships;
    }

    private List<Grant> grants(Map<String, RoomRule> rooms, DefinitionNode node) {
        List<Grant> grants = new ArrayList<>();
        node.entries().forEach((text, list) -> {
            Optional<RoomName> room = list.parsed(text, RoomName::parse);
            room.ifPresent(name -> {
                boolean byGrant = name instanceof RoomName.Topic topic
                        && rooms.containsKey(topic.kind())
                        && rooms.get(topic.kind()).join() instanceof JoinCondition.ByGrant;
                if (!byGrant) {
                    list.problem("no room rule lets anyone into '" + text + "' by grant");
                }
            });
            entities(list).forEach(entity -> room.ifPresent(name -> grants.add(new Grant(name, entity))));
        });
        return grants;
    }

    private List<EntityRef> entities(DefinitionNode list) {
        List<EntityRef> entities = new ArrayList<>();
        for (DefinitionNode element : list.elements()) {
            element.key(EntityRef::parse).ifPresent(entity -> {
                if (!types.containsKey(entity.type())) {
                    element.problem("names the undeclared type '" + entity.type() + "'" + typesKnown());
                }
                entities.add(entity);
            });
        }
        return entities;
    }
}
