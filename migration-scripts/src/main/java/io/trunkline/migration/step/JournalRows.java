package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.target.SharedRow;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rows of the shared tables as a part of a journal's entry: before, which is always nothing, and after. */
final class JournalRows {
    static final String KIND = "rows";

    private JournalRows() {}

    static ObjectNode entry(String pass, long from, long to, List<SharedRow> rows) {
        ObjectNode entry =
                Journal.entry(KIND).put("pass", pass).put("from", from).put("to", to);
        ArrayNode items = entry.putArray("rows");
        rows.forEach(row -> items.add(write(row)));
        return entry;
    }

    private static ObjectNode write(SharedRow row) {
        Connection connection = row.connection();
        Identity identity = connection.principal().identity();
        ObjectNode node = RowJson.JSON.createObjectNode();
        node.putNull("before");
        ObjectNode after = node.putObject("after");
        after.put("id", connection.id().value())
                .put("app", identity.app().toString())
                .put("user", identity.user())
                .put("entity", identity.entity().toString());
        identity.roles().stream().sorted().forEach(after.putArray("roles")::add);
        identity.scopes().stream()
                .map(scope -> scope.name() + ":" + scope.value())
                .sorted()
                .forEach(after.putArray("scopes")::add);
        after.put("endpoint", connection.endpoint().toString()).put("dialect", connection.dialect());
        connection.platform().ifPresent(platform -> after.put("platform", platform));
        after.put("connectedAt", connection.connectedAt().toEpochMilli())
                .put("expiresAt", connection.expiresAt().toEpochMilli());
        row.rooms().stream().map(RoomKeyCodec::encode).forEach(after.putArray("rooms")::add);
        return node;
    }

    static List<SharedRow> read(JsonNode entry) {
        List<SharedRow> rows = new ArrayList<>();
        entry.path("rows").forEach(node -> rows.add(row(node.path("after"))));
        return rows;
    }

    private static SharedRow row(JsonNode after) {
        Set<Scope> scopes = new HashSet<>();
        for (String text : RowJson.texts(after, "scopes")) {
            int colon = text.indexOf(':');
            scopes.add(new Scope(text.substring(0, colon), text.substring(colon + 1)));
        }
        Instant connectedAt = Instant.ofEpochMilli(after.path("connectedAt").asLong());
        Instant expiresAt = Instant.ofEpochMilli(after.path("expiresAt").asLong());
        Principal principal = new Principal(
                new Identity(
                        AppKey.parse(after.path("app").asText()),
                        after.path("user").asText(),
                        EntityRef.parse(after.path("entity").asText()),
                        new HashSet<>(RowJson.texts(after, "roles")),
                        scopes),
                Optional.empty(),
                Optional.of(connectedAt),
                expiresAt);
        List<RoomShard> rooms =
                RowJson.texts(after, "rooms").stream().map(RoomKeyCodec::decode).toList();
        return new SharedRow(
                new Connection(
                        new ConnectionId(after.path("id").asText()),
                        principal,
                        GatewayEndpoint.parse(after.path("endpoint").asText()),
                        after.path("dialect").asText(),
                        RowJson.text(after, "platform"),
                        connectedAt,
                        expiresAt),
                rooms);
    }
}
