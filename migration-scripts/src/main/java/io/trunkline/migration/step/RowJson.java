package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.mapping.MappedConnection;
import io.trunkline.migration.mapping.MappedSubscription;
import io.trunkline.migration.mapping.Repair;
import io.trunkline.migration.mapping.Unmapped;
import io.trunkline.migration.mapping.UnmappedReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What a migration reads and writes, as lines of JSON. */
final class RowJson {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private RowJson() {}

    static ObjectNode of(MappedConnection connection) {
        ObjectNode node = JSON.createObjectNode();
        node.put("origin", connection.origin())
                .put("id", connection.id())
                .put("user", connection.user())
                .put("type", connection.type())
                .put("entity", connection.entityId());
        texts(node, "roles", connection.roles());
        texts(node, "scopes", connection.scopes());
        list(node, "rooms", connection.rooms());
        if (connection.visits()) {
            node.put("visits", true);
        }
        connection.platform().ifPresent(platform -> node.put("platform", platform));
        connection.endpoint().ifPresent(endpoint -> node.put("endpoint", endpoint));
        node.put("connectedAt", connection.connectedAt().toEpochMilli());
        connection.statedExpiry().ifPresent(at -> node.put("expiresAt", at.toEpochMilli()));
        list(node, "with", connection.with());
        return node;
    }

    static MappedConnection connection(JsonNode node) {
        return new MappedConnection(
                node.path("origin").asText(),
                node.path("id").asText(),
                node.path("user").asText(),
                node.path("type").asText(),
                node.path("entity").asText(),
                new HashSet<>(texts(node, "roles")),
                new HashSet<>(texts(node, "scopes")),
                texts(node, "rooms"),
                node.path("visits").asBoolean(),
                text(node, "platform"),
                text(node, "endpoint"),
                Instant.ofEpochMilli(node.path("connectedAt").asLong()),
                node.has("expiresAt")
                        ? Optional.of(
                                Instant.ofEpochMilli(node.path("expiresAt").asLong()))
                        : Optional.empty(),
                texts(node, "with"));
    }

    static ObjectNode of(MappedSubscription subscription) {
        ObjectNode node = JSON.createObjectNode();
        node.put("origin", subscription.origin()).put("connection", subscription.connection());
        subscription.room().ifPresent(room -> node.put("room", room));
        subscription.provesType().ifPresent(type -> node.put("proves", type));
        return node;
    }

    static MappedSubscription subscription(JsonNode node) {
        return new MappedSubscription(
                node.path("origin").asText(),
                node.path("connection").asText(),
                text(node, "room"),
                text(node, "proves"));
    }

    static ObjectNode of(Repair repair) {
        return JSON.createObjectNode()
                .put("origin", repair.origin())
                .put("repair", repair.kind().name())
                .put("why", repair.kind().words())
                .put("field", repair.field())
                .put("before", repair.before())
                .put("after", repair.after());
    }

    static ObjectNode of(Unmapped unmapped) {
        ObjectNode node = JSON.createObjectNode()
                .put("origin", unmapped.origin())
                .put("reason", unmapped.reason().name())
                .put("why", unmapped.reason().words())
                .put("detail", unmapped.detail());
        if (unmapped.part()) {
            node.put("part", true);
        }
        node.set("record", unmapped.fields());
        return node;
    }

    static Unmapped unmapped(JsonNode node) {
        return new Unmapped(
                node.path("origin").asText(),
                UnmappedReason.valueOf(node.path("reason").asText()),
                node.path("detail").asText(),
                node.path("record") instanceof ObjectNode fields ? fields : JSON.createObjectNode(),
                node.path("part").asBoolean());
    }

    static List<String> texts(JsonNode node, String name) {
        List<String> texts = new ArrayList<>();
        node.path(name).forEach(part -> texts.add(part.asText()));
        return texts;
    }

    static Optional<String> text(JsonNode node, String name) {
        return node.has(name) ? Optional.of(node.path(name).asText()) : Optional.empty();
    }

    private static void texts(ObjectNode node, String name, Collection<String> texts) {
        list(node, name, texts.stream().sorted().toList());
    }

    private static void list(ObjectNode node, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = node.putArray(name);
            texts.forEach(array::add);
        }
    }
}
