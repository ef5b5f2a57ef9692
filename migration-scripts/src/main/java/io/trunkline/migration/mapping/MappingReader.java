package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.tenantfile.YamlReading;
import io.trunkline.core.tenantfile.YamlTree;
import io.trunkline.migration.OperatorException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a mapping file as strictly as a tenant file: what it does not know it refuses, with the line. */
public final class MappingReader {
    private static final Set<String> COMMON = Set.of("from", "holds", "key", "secrets", "personal", "inactive");
    private static final Set<String> CONNECTION_KEYS = with(
            COMMON,
            "id",
            "user",
            "entity",
            "roles",
            "scopes",
            "platform",
            "endpoint",
            "rooms",
            "connectedAt",
            "expiresAt",
            "presence",
            "unproved",
            "visit");
    private static final Set<String> SUBSCRIPTION_KEYS = with(COMMON, "connection", "id", "room", "state", "proof");

    private final String file;
    private final YamlReading.Tree tree;
    private final List<String> faults = new ArrayList<>();

    private MappingReader(String file, YamlReading.Tree tree) {
        this.file = file;
        this.tree = tree;
    }

    /** Throws {@link OperatorException} that names file, line and reason of every mistake. */
    public static Mapping read(String file, String text) {
        return switch (YamlTree.read(text)) {
            case YamlReading.Faulty faulty ->
                throw new OperatorException(faulty.faults().stream()
                        .map(fault -> file + ":" + fault.line() + " " + fault.reason())
                        .collect(Collectors.joining("\n")));
            case YamlReading.Tree tree -> new MappingReader(file, tree).mapping(text);
        };
    }

    private Mapping mapping(String text) {
        JsonNode root = tree.root();
        known(root, "", Set.of("system", "app", "dialect", "source", "zone", "duplicates", "rooms", "collections"));
        Mapping.SourceKind kind = choice(root, "/source", Mapping.SourceKind.class, Mapping.SourceKind.JSONLINES);
        boolean newestOnly = choice(root, "/duplicates", Duplicates.class, Duplicates.ALL) == Duplicates.NEWEST;
        List<Collection> collections = new ArrayList<>();
        root.path("collections").properties().forEach(entry -> {
            String at = "/collections/" + entry.getKey();
            JsonNode node = entry.getValue();
            switch (required(node, at, "holds")) {
                case "connections" -> collections.add(connections(entry.getKey(), node, at));
                case "subscriptions" -> collections.add(subscriptions(entry.getKey(), node, at));
                default -> fault(at + "/holds", "is neither connections nor subscriptions");
            }
        });
        if (collections.stream().noneMatch(Collection.Connections.class::isInstance)) {
            fault("/collections", "has none that holds connections");
        }
        Mapping mapping = new Mapping(
                required(root, "", "system"),
                required(root, "", "app"),
                required(root, "", "dialect"),
                kind,
                zone(root),
                newestOnly,
                rooms(root.path("rooms")),
                collections,
                text);
        if (!faults.isEmpty()) {
            throw new OperatorException(String.join("\n", faults));
        }
        return mapping;
    }

    private enum Duplicates {
        ALL,
        NEWEST
    }

    private Optional<ZoneId> zone(JsonNode root) {
        try {
            return optional(root, "zone").map(ZoneId::of);
        } catch (DateTimeException e) {
            fault("/zone", "is no zone: Asia/Baghdad, or UTC");
            return Optional.empty();
        }
    }

    private Collection connections(String name, JsonNode node, String at) {
        known(node, at, CONNECTION_KEYS);
        JsonNode entity = node.path("entity");
        known(entity, at + "/entity", Set.of("type", "id"));
        Map<String, Value> scopes = new LinkedHashMap<>();
        node.path("scopes")
                .properties()
                .forEach(
                        scope -> scopes.put(scope.getKey(), value(scope.getValue(), at + "/scopes/" + scope.getKey())));
        return new Collection.Connections(
                name,
                required(node, at, "from"),
                optional(node, "key").orElse("id"),
                texts(node.path("secrets")),
                texts(node.path("personal")),
                value(node.path("id"), at + "/id"),
                value(node.path("user"), at + "/user"),
                naming(entity.path("type"), at + "/entity/type"),
                value(entity.path("id"), at + "/entity/id"),
                present(node, "roles").map(roles -> naming(roles, at + "/roles")),
                scopes,
                present(node, "platform").map(part -> value(part, at + "/platform")),
                present(node, "endpoint").map(part -> value(part, at + "/endpoint")),
                optional(node, "rooms"),
                time(node.path("connectedAt"), at + "/connectedAt"),
                present(node, "expiresAt").map(part -> time(part, at + "/expiresAt")),
                conditions(node.path("presence"), at + "/presence"),
                conditions(node.path("inactive"), at + "/inactive"),
                conditions(node.path("unproved"), at + "/unproved"),
                present(node, "visit").map(visit -> visit(visit, at + "/visit")));
    }

    private Collection.Visit visit(JsonNode node, String at) {
        return new Collection.Visit(
                condition(node, at, Set.of("field", "is", "isNot", "type", "room", "id")),
                required(node, at, "type"),
                required(node, at, "room"),
                value(node.path("id"), at + "/id"));
    }

    private Collection subscriptions(String name, JsonNode node, String at) {
        known(node, at, SUBSCRIPTION_KEYS);
        Optional<JsonNode> proof = present(node, "proof");
        return new Collection.Subscriptions(
                name,
                required(node, at, "from"),
                optional(node, "key").orElse("id"),
                texts(node.path("secrets")),
                texts(node.path("personal")),
                value(node.path("connection"), at + "/connection"),
                present(node, "id").map(part -> value(part, at + "/id")),
                present(node, "room").map(part -> value(part, at + "/room")),
                conditions(node.path("state"), at + "/state"),
                conditions(node.path("inactive"), at + "/inactive"),
                proof.map(part -> condition(part, at + "/proof", Set.of("field", "is", "isNot", "type"))),
                proof.map(part -> required(part, at + "/proof", "type")).orElse(""));
    }

    private TimeValue time(JsonNode node, String at) {
        known(node, at, Set.of("field", "as"));
        return new TimeValue(
                Value.ofField(required(node, at, "field")),
                choice(node, "/as", TimeValue.Form.class, TimeValue.Form.ISO));
    }

    private Naming naming(JsonNode node, String at) {
        if (!node.isObject()) {
            return new Naming(value(node, at), Map.of(), Optional.empty(), false);
        }
        known(node, at, Set.of("field", "value", "names", "otherwise", "repairs"));
        Map<String, String> names = new LinkedHashMap<>();
        node.path("names")
                .properties()
                .forEach(name -> names.put(name.getKey(), name.getValue().asText()));
        return new Naming(
                place(node, at),
                names,
                optional(node, "otherwise"),
                node.path("repairs").asBoolean());
    }

    private Value value(JsonNode node, String at) {
        if (node.isArray()) {
            List<Value.Place> places = new ArrayList<>();
            for (int i = 0; i < node.size(); i++) {
                places.addAll(value(node.get(i), at + "/" + i).places());
            }
            return new Value(places);
        }
        if (node.isTextual()) {
            return Value.ofField(node.asText());
        }
        if (node.isObject()) {
            known(node, at, Set.of("field", "value", "after", "lower", "sha256"));
            return place(node, at);
        }
        fault(at, "names no field");
        return Value.ofField("");
    }

    private Value place(JsonNode node, String at) {
        if (!node.has("field") && !node.has("value")) {
            fault(at, "has neither field nor value");
        }
        return new Value(List.of(new Value.Place(
                optional(node, "field"),
                optional(node, "value"),
                optional(node, "after"),
                node.path("lower").asBoolean(),
                node.path("sha256").asBoolean())));
    }

    private List<Condition> conditions(JsonNode node, String at) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            conditions.add(condition(node.get(i), at + "/" + i, Set.of("field", "is", "isNot")));
        }
        return conditions;
    }

    private Condition condition(JsonNode node, String at, Set<String> keys) {
        known(node, at, keys);
        if (node.has("is") == node.has("isNot")) {
            fault(at, "needs either is or isNot");
        }
        return new Condition(
                required(node, at, "field"), node.has("isNot"), texts(node.path(node.has("isNot") ? "isNot" : "is")));
    }

    private RoomNaming rooms(JsonNode node) {
        List<RoomNaming.Rule> rules = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            JsonNode rule = node.get(i);
            known(rule, "/rooms/" + i, Set.of("from", "to"));
            rules.add(new RoomNaming.Rule(required(rule, "/rooms/" + i, "from"), required(rule, "/rooms/" + i, "to")));
        }
        return new RoomNaming(rules);
    }

    private <E extends Enum<E>> E choice(JsonNode node, String pointer, Class<E> kinds, E unless) {
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        Optional<String> text = optional(node, name);
        for (E kind : kinds.getEnumConstants()) {
            if (text.filter(kind.name().toLowerCase(Locale.ROOT)::equals).isPresent()) {
                return kind;
            }
        }
        if (text.isPresent()) {
            fault(
                    pointer,
                    "is none of "
                            + java.util.Arrays.stream(kinds.getEnumConstants())
                                    .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")));
        }
        return unless;
    }

    private void known(JsonNode node, String at, Set<String> keys) {
        if (!node.isObject()) {
            fault(at, "is no mapping");
            return;
        }
        node.properties().forEach(entry -> {
            if (!keys.contains(entry.getKey())) {
                fault(at + "/" + entry.getKey(), "is no key that may stand here");
            }
        });
    }

    private String required(JsonNode node, String at, String key) {
        Optional<String> text = optional(node, key);
        if (text.isEmpty()) {
            fault(at, "lacks " + key);
        }
        return text.orElse("");
    }

    private static Optional<String> optional(JsonNode node, String key) {
        return present(node, key).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }

    private static Optional<JsonNode> present(JsonNode node, String key) {
        JsonNode part = node.path(key);
        return part.isMissingNode() || part.isNull() ? Optional.empty() : Optional.of(part);
    }

    private static Set<String> texts(JsonNode node) {
        Set<String> texts = new LinkedHashSet<>();
        node.forEach(part -> texts.add(part.asText()));
        return texts;
    }

    private void fault(String pointer, String reason) {
        faults.add(file + ":" + tree.lineOf(pointer) + " " + (pointer.isEmpty() ? "the file" : pointer.substring(1))
                + " " + reason);
    }

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
