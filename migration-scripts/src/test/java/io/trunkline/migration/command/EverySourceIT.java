package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.trunkline.core.app.Standing;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.migration.testing.LocalStores;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Each older system with its records as they are documented, in its own kind of store: planned, imported, verified and
 * taken back. Longer than most, as each system's records stand beside what becomes of them.
 */
class EverySourceIT {
    private static final String TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln";

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant began = now.minus(Duration.ofMinutes(10));
    private final long soon = now.plus(Duration.ofMinutes(50)).getEpochSecond();

    @TempDir
    private Path folder = Path.of("");

    private MigrationRig rig;
    private WholeWay way;
    private OlderStores stores;

    @BeforeEach
    void tables() throws IOException {
        rig = new MigrationRig(folder);
        way = new WholeWay(rig, folder);
        stores = new OlderStores(rig);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_standalone_receiver() throws IOException {
        String table = "order-receiver-websocket-connections-" + rig.unique;
        String endpoints = "order-receiver-merchant-endpoints-" + rig.unique;
        stores.create(table, "PK", "SK");
        stores.create(endpoints, "merchantId", "endpointType");
        String business = "7ccf646c-9594-48d4-8f63-c366d89257e5";
        standalone(table, "O9oRTfeAoAMCK6g=", Map.of("userId", "u1", "businessId", business), soon);
        standalone(table, "O9hYEdIfIAMCLDg=", Map.of("userId", "u2", "entityType", "customer"), soon * 1000);
        standalone(table, "TOKENeAoAMCK6g=", Map.of("userId", "u3", "token", TOKEN, "note", "Bearer " + TOKEN), soon);
        standalone(table, "VIRTUAL#b1#u1", Map.of("userId", "u1", "connectionType", "VIRTUAL"), soon);
        standalone(table, "GHOSTfeAoAMCK6g=", Map.of(), soon);
        standalone(table, "OVERRTfeAoAMCK6g=", Map.of("userId", "u4"), now.getEpochSecond() - 60);
        standalone(
                table, "OLDERTfeAoAMCK6g=", Map.of("userId", "u5", "connectedAt", "" + now.minusSeconds(7300)), soon);
        standalone(
                table,
                "TWICERTfeAoAMCK=",
                Map.of("userId", "u1", "businessId", business, "connectedAt", "" + began.minusSeconds(9)),
                soon);
        stores.put(
                endpoints,
                Map.of("merchantId", business, "endpointType", "websocket", "connectionId", "O9oRTfeAoAMCK6g="));
        stores.put(
                endpoints, Map.of("merchantId", "b-9", "endpointType", "websocket", "connectionId", "DEADeAoAMCK6g="));
        stores.put(
                endpoints,
                Map.of("merchantId", business, "endpointType", "mobile_push", "connectionId", "O9oRTfeAoAMCK6g="));

        WholeWay.Planned planned = way.plan("wizz-standalone", "--source-stage", rig.unique, "--api", "legacyapi1/dev");

        assertThat(planned.ids()).containsExactlyInAnyOrder("O9oRTfeAoAMCK6g=", "O9hYEdIfIAMCLDg=", "TOKENeAoAMCK6g=");
        assertThat(planned.mended())
                .anyMatch(line -> line.startsWith("ENTITY_TYPE") && line.contains("O9hYEdIfIAMCLDg="))
                .anyMatch(line -> line.startsWith("TIME_UNIT") && line.contains("O9hYEdIfIAMCLDg="))
                .anyMatch(line -> line.startsWith("TOKEN_LEFT_BEHIND") && line.contains("TOKENeAoAMCK6g="));
        assertThat(planned.left())
                .hasSize(7)
                .anyMatch(line -> line.startsWith("PRESENCE") && line.contains("VIRTUAL#b1#u1"))
                .anyMatch(line -> line.startsWith("GHOST") && line.contains("GHOSTfeAoAMCK6g="))
                .anyMatch(line -> line.startsWith("EXPIRED") && line.contains("OVERRTfeAoAMCK6g="))
                .anyMatch(line -> line.startsWith("EXPIRED") && line.contains("OLDERTfeAoAMCK6g="))
                .anyMatch(line -> line.startsWith("DUPLICATE") && line.contains("TWICERTfeAoAMCK="))
                .anyMatch(line -> line.startsWith("ORPHAN") && line.contains("b-9"))
                .anyMatch(line -> line.startsWith("INACTIVE") && line.contains("mobile_push"));
        way.goesAndComesBack(planned, stores.dynamo(table, endpoints), () -> noFileHolds(planned, "eyJ"));
    }

    private void standalone(String table, String id, Map<String, String> more, long ttl) {
        Map<String, String> item = new HashMap<>(Map.of("PK", "CONNECTION#" + id, "SK", "CONNECTION#" + id));
        item.putAll(Map.of("connectionId", id, "connectedAt", began.toString()));
        item.putAll(more);
        stores.put(table, item, ttl);
    }

    @Test
    void the_shared_stack_in_both_shapes_of_its_rows() throws IOException {
        String table = "WizzUser_websocket_connections_" + rig.unique;
        String subscriptions = "WizzUser_websocket_subscriptions_" + rig.unique;
        stores.create(table, "connectionId", "");
        stores.create(subscriptions, "subscriptionId", "");
        String business = "business_17563_ywix";
        String user = "b4a83498-6a1c-4f0e-9d57-0b1c2d3e4f50";
        grant("wizz", "order:o-9", "merchant/" + business);
        stores.put(
                table,
                Map.of(
                        "connectionId",
                        "QLCAheDaoAMCJng=",
                        "userId",
                        user,
                        "businessId",
                        business,
                        "entityType",
                        "customer",
                        "connectedAt",
                        began.toString(),
                        "connectionType",
                        "REAL",
                        "token",
                        TOKEN,
                        "email",
                        "m@example.com"),
                soon);
        stores.put(
                table,
                Map.of(
                        "connectionId",
                        "C2=",
                        "PK",
                        "CONNECTION#C2=",
                        "SK",
                        "CONNECTION#C2=",
                        "GSI1PK",
                        "BUSINESS#b-2",
                        "userId",
                        "u-2",
                        "entityType",
                        "merchant",
                        "connectedAt",
                        began.toString()),
                soon);
        stores.put(
                table,
                Map.of(
                        "connectionId",
                        "D1=",
                        "userId",
                        "d-7",
                        "driverId",
                        "d-7",
                        "userType",
                        "driver",
                        "entityType",
                        "driver",
                        "connectedAt",
                        began.toString(),
                        "email",
                        "d@example.com"),
                soon);
        stores.put(table, Map.of("connectionId", "C3=", "lastHeartbeat", began.toString()), soon);
        subscription(
                subscriptions,
                "QKixWcW8oAMCERQ=_business_status_1756633098108",
                "QLCAheDaoAMCJng=",
                "business_status",
                "business:" + business);
        subscription(subscriptions, "C2=_business_status_1", "C2=", "business_status", "business:" + business);
        subscription(subscriptions, "s-3", "QLCAheDaoAMCJng=", "order", "order:o-9");
        subscription(subscriptions, "s-4", "QLCAheDaoAMCJng=", "order", "order:o-8");
        subscription(subscriptions, "s-5", "DEAD=", "business_status", "business:" + business);
        stores.put(
                subscriptions,
                Map.of(
                        "subscriptionId",
                        "merchant_status_" + business,
                        "businessId",
                        business,
                        "subscriptionType",
                        "merchant_status",
                        "topic",
                        "merchant_status_" + business));

        WholeWay.Planned planned = way.plan("wizz-shared", "--source-stage", rig.unique, "--api", "legacyapi1/dev");

        assertThat(planned.ids()).containsExactlyInAnyOrder("QLCAheDaoAMCJng=", "C2=");
        assertThat(planned.mended())
                .anyMatch(line -> line.startsWith("ENTITY_TYPE") && line.contains("QLCAheDaoAMCJng="))
                .anyMatch(line -> line.startsWith("RELINKED") && line.contains("QKixWcW8oAMCERQ="))
                .anyMatch(line -> line.startsWith("AUTOMATIC_ROOM") && line.contains("QLCAheDaoAMCJng="))
                .noneMatch(line -> line.startsWith("AUTOMATIC_ROOM") && line.contains("C2="));
        assertThat(planned.left())
                .anyMatch(line -> line.startsWith("UNDECLARED") && line.contains("D1="))
                .anyMatch(line -> line.startsWith("GHOST") && line.contains("C3="))
                .anyMatch(line -> line.startsWith("STATE"))
                .anyMatch(line -> line.startsWith("ORPHAN") && line.contains("s-5"))
                .as("rooms that anybody could be in")
                .anyMatch(line -> line.startsWith("ROOM_REFUSED") && line.contains("order:o-8"))
                .anyMatch(line -> line.startsWith("ROOM_REFUSED") && line.contains("entity:merchant/" + business));
        way.goesAndComesBack(planned, stores.dynamo(table, subscriptions), () -> {
            assertThat(members("wizz", "order:o-9")).containsExactly("QLCAheDaoAMCJng=");
            assertThat(members("wizz", "order:o-8")).isEmpty();
            assertThat(members("wizz", "entity:merchant/" + business)).containsExactly("QLCAheDaoAMCJng=");
            noFileHolds(planned, "eyJ");
            noFileHolds(planned, "@example");
        });
    }

    private void subscription(String table, String id, String connection, String type, String topic) {
        stores.put(
                table,
                Map.of(
                        "subscriptionId",
                        id,
                        "connectionId",
                        connection,
                        "subscriptionType",
                        type,
                        "topic",
                        topic,
                        "userType",
                        "customer"));
    }

    @Test
    void landinghub_with_its_rooms_in_the_row() throws IOException {
        String table = "landinghub-websocket-connections-" + rig.unique;
        stores.create(table, "connectionId", "");
        String user = "507f1f77bcf86cd799439011";
        grant("landinghub", "chat:r1", "user/" + user);
        Map<String, AttributeValue> item = OlderStores.item(
                Map.of("connectionId", "cU", "userId", user, "userRole", "user", "connectedAt", began.toString()),
                now.getEpochSecond() + 86_400);
        item.put(
                "rooms",
                AttributeValue.fromL(List.of(
                        AttributeValue.fromS("dashboard_user_" + user),
                        AttributeValue.fromS("dashboard_admin"),
                        AttributeValue.fromS("chat_room_r1"),
                        AttributeValue.fromS("chat_room_r2"),
                        AttributeValue.fromS("odd"))));
        rig.client.putItem(request -> request.tableName(table).item(item));
        stores.put(
                table,
                Map.of("connectionId", "cA", "userId", "a1", "userRole", "admin", "connectedAt", began.toString()),
                soon);

        WholeWay.Planned planned = way.plan("landinghub", "--source-stage", rig.unique, "--api", "legacyapi1/prod");

        assertThat(planned.ids()).containsExactlyInAnyOrder("cU", "cA");
        assertThat(planned.left())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("UNKNOWN_ROOM") && line.endsWith("odd"))
                .anyMatch(line -> line.startsWith("ROOM_REFUSED") && line.contains("chat:r2"))
                .anyMatch(line -> line.startsWith("ROOM_REFUSED") && line.contains("type:admin"));
        way.goesAndComesBack(planned, stores.dynamo(table), () -> {
            assertThat(members("landinghub", "chat:r1")).containsExactly("cU");
            assertThat(members("landinghub", "chat:r2")).isEmpty();
            assertThat(members("landinghub", "type:admin")).containsExactly("cA");
        });
    }

    @Test
    void careconnect_on_postgresql_with_its_waiters_though_killed() throws Exception {
        ZoneId zone = ZoneId.of("America/New_York");
        OlderStores.sql("drop table if exists websocket_connections cascade; drop table if exists users cascade");
        OlderStores.sql("""
            create table websocket_connections (
              id bigint generated by default as identity primary key,
              connection_id varchar(128) unique not null, user_email varchar(255), user_id bigint,
              subscription_type varchar(50) not null, connection_type varchar(20) not null,
              api_gateway_endpoint varchar(512), metadata text, connected_at timestamp not null,
              last_activity_at timestamp, expires_at timestamp not null, is_active boolean not null);
            create table users (email varchar(255), role varchar(20));
            create view websocket_connections_with_role as
              select c.*, u.role from websocket_connections c left join users u on lower(u.email) = c.user_email;
            insert into users values ('Test@example.com', 'PATIENT'), ('care@example.com', 'CAREGIVER')\
            """);
        careconnect("abc=", "test@example.com", "null", "email-verification", "aws", "true", began, zone);
        for (int minute = 1; minute <= 5; minute++) {
            careconnect(
                    "w" + minute + "=",
                    "test@example.com",
                    "null",
                    "email-verification",
                    "aws",
                    "true",
                    began.plusSeconds(60L * minute),
                    zone);
        }
        careconnect(
                "late=",
                "other@example.com",
                "null",
                "email-verification",
                "aws",
                "true",
                began.minusSeconds(360),
                zone);
        careconnect("done=", "test@example.com", "null", "email-verification", "aws", "false", began, zone);
        careconnect("p7=", "test@example.com", "7", "authenticated", "aws", "true", began, zone);
        careconnect("c9=", "care@example.com", "9", "authenticated", "aws", "true", began, zone);
        careconnect("n9=", "care@example.com", "9", "notifications", "aws", "true", began, zone);
        careconnect("nobody=", "unknown@example.com", "11", "authenticated", "aws", "true", began, zone);
        careconnect("local=", "care@example.com", "9", "authenticated", "local", "true", began, zone);
        String local = LocalDateTime.ofInstant(began, zone).toString();
        OlderStores.sql("insert into websocket_connections (connection_id, user_email, user_id, subscription_type,"
                + " connection_type, api_gateway_endpoint, connected_at, expires_at, is_active) select 'k' || n ||"
                + " '=', 'care@example.com', n, 'authenticated', 'aws',"
                + " 'https://x1.execute-api.us-east-1.amazonaws.com/prod',"
                + " timestamp"
                + " '" + local + "', timestamp '" + local + "' + interval '2 hours', true"
                + " from generate_series(100, 249) n");

        WholeWay.Planned planned = way.plan(
                "careconnect",
                "--zone",
                zone.getId(),
                "--source-url",
                LocalStores.postgresUrl(),
                "--source-user",
                "postgres");

        assertThat(planned.ids())
                .hasSize(157)
                .contains("p7=", "c9=", "w1=", "w5=")
                .doesNotContain("abc=", "late=", "n9=", "nobody=", "local=", "done=");
        assertThat(planned.left())
                .hasSize(6)
                .anyMatch(line -> line.startsWith("ROOM_FULL"))
                .anyMatch(line -> line.startsWith("VISIT_OVER"))
                .anyMatch(line -> line.startsWith("UNPROVED"))
                .anyMatch(line -> line.startsWith("UNKNOWN_TYPE"))
                .anyMatch(line -> line.startsWith("INACTIVE") && line.contains("connection_type"))
                .anyMatch(line -> line.startsWith("INACTIVE") && line.contains("is_active"));
        way.goesAndComesBackThoughKilled(planned, OlderStores::postgres, () -> {
            assertThat(members("careconnect", "email-verification:" + OlderStores.sha256("test@example.com")))
                    .containsExactlyInAnyOrder("w1=", "w2=", "w3=", "w4=", "w5=");
            assertThat(members("careconnect", "type:patient")).containsExactly("p7=");
            assertThat(members("careconnect", "all")).hasSize(152);
            noFileHolds(planned, "@example.com");
        });
    }

    private void careconnect(
            String id, String email, String user, String type, String by, String active, Instant at, ZoneId zone) {
        LocalDateTime local = LocalDateTime.ofInstant(at, zone);
        OlderStores.sql("insert into websocket_connections (connection_id, user_email, user_id, subscription_type,"
                + " connection_type, api_gateway_endpoint, metadata, connected_at, expires_at, is_active)"
                + " values ('" + id
                + "', '" + email
                + "', " + user + ", '" + type + "', '" + by
                + "', 'https://x1.execute-api.us-east-1.amazonaws.com/prod', '{\"for\":\"" + email
                + "\"}', timestamp '"
                + local + "', timestamp '" + local.plusHours(2) + "', " + active + ")");
    }

    @Test
    void manufacturing_on_mongodb_though_killed() throws Exception {
        String branch = "64b7f8a2c9e77a0012340001";
        String other = "64b7f8a2c9e77a0012340002";
        String order = "64b7f8a2c9e77a00123400aa";
        grant("manufacturing27", "order:" + order, "branch:" + branch);
        try (MongoClient client = MongoClients.create(LocalStores.mongoUrl())) {
            client.getDatabase(rig.unique).createCollection("websocketConnections");
            MongoCollection<Document> connections =
                    client.getDatabase(rig.unique).getCollection("websocketConnections");
            List<Document> documents = new ArrayList<>();
            documents.add(manufacturing("J1=", "64b7f8a2c9e77a0012345678", "master_admin", branch)
                    .append(
                            "rooms",
                            List.of(
                                    "branch:" + branch,
                                    "branch:" + other,
                                    "role:masterAdmin:" + other,
                                    "order:" + order)));
            documents.add(manufacturing("J2=", "64b7f8a2c9e77a0012345679", "admin", branch)
                    .append(
                            "rooms",
                            List.of(
                                    "branch:" + branch,
                                    "user:64b7f8a2c9e77a0012345679",
                                    "role:admin:" + branch,
                                    "order:" + order,
                                    "order:64b7f8a2c9e77a00123400bb",
                                    "branch:" + other,
                                    "machine:odd")));
            documents.add(manufacturing("J3=", "64b7f8a2c9e77a001234567a", "operator", branch)
                    .append("status", "idle"));
            documents.add(manufacturing("J4=", "64b7f8a2c9e77a001234567b", "admin", branch)
                    .append("expiresAt", Date.from(now.minusSeconds(5))));
            for (int i = 0; i < 150; i++) {
                documents.add(manufacturing("K" + i + "=", "%024x".formatted(i + 1), "operator", branch));
            }
            connections.insertMany(documents);

            WholeWay.Planned planned = way.plan(
                    "manufacturing27",
                    "--source-url",
                    LocalStores.mongoUrl(),
                    "--source-database",
                    rig.unique,
                    "--api",
                    "legacyapi1/dev");

            assertThat(planned.ids()).hasSize(152).contains("J1=", "J2=").doesNotContain("J3=", "J4=");
            assertThat(planned.mended())
                    .anyMatch(line -> line.startsWith("ROLE_SPELLING"))
                    .anyMatch(line -> line.startsWith("AUTOMATIC_ROOM"));
            assertThat(planned.left())
                    .hasSize(5)
                    .anyMatch(line -> line.startsWith("INACTIVE"))
                    .anyMatch(line -> line.startsWith("EXPIRED"))
                    .anyMatch(
                            line -> line.startsWith("ROOM_REFUSED") && line.contains("order:64b7f8a2c9e77a00123400bb"))
                    .anyMatch(line -> line.startsWith("ROOM_REFUSED") && line.contains("branch:" + other))
                    .anyMatch(line -> line.startsWith("ROOM_REFUSED") && line.contains("machine:odd"));
            way.goesAndComesBackThoughKilled(planned, () -> OlderStores.mongo(client, rig.unique), () -> {
                assertThat(members("manufacturing27", "order:" + order)).containsExactlyInAnyOrder("J1=", "J2=");
                assertThat(members("manufacturing27", "branch:" + other)).containsExactly("J1=");
                noFileHolds(planned, "10.1.2.3");
            });
            client.getDatabase(rig.unique).drop();
        }
    }

    private Document manufacturing(String id, String user, String role, String branch) {
        return new Document("connectionId", id)
                .append("userId", new ObjectId(user))
                .append("branchId", new ObjectId(branch))
                .append("role", role)
                .append("platform", "electron")
                .append("deviceId", null)
                .append("status", "active")
                .append("metadata", new Document("ipAddress", "10.1.2.3").append("apiVersion", "1.0"))
                .append("connectedAt", Date.from(began))
                .append("expiresAt", Date.from(began.plusSeconds(7200)));
    }

    @Test
    void anything_else_as_json_lines() throws IOException {
        Path file = folder.resolve("connections.jsonl");
        String line =
                "{\"connectionId\":\"%s\",\"user\":\"u-%s\",\"type\":\"driver\",\"entity\":\"d-1\",\"endpoint\":\"x1/dev\","
                    + "\"rooms\":[\"order:o-9\"],\"connectedAt\":\"%s\",\"token\":\"" + TOKEN + "\"}\n";
        grant("wizz", "order:o-9", "driver/d-1");
        Files.writeString(
                file,
                line.formatted("A=", "1", began) + line.formatted("B=", "2", "yesterday")
                        + line.formatted("C=", "3", now.plusSeconds(3600)) + "{\"connectionId\":\"D=\",\"token\":\""
                        + TOKEN);

        WholeWay.Planned planned = way.plan("json-lines", "--from", "connections=" + file);

        assertThat(planned.ids()).containsExactly("A=");
        assertThat(planned.left())
                .hasSize(3)
                .anyMatch(left -> left.startsWith("BAD_TIME") && left.contains("yesterday"))
                .anyMatch(left -> left.startsWith("BAD_TIME") && left.contains("is to come"))
                .anyMatch(left -> left.startsWith("UNREADABLE") && left.contains("characters that is no JSON object"));
        way.goesAndComesBack(planned, () -> read(file), () -> {
            assertThat(members("wizz", "order:o-9")).containsExactly("A=");
            noFileHolds(planned, "eyJ");
        });
    }

    private static void noFileHolds(WholeWay.Planned planned, String text) {
        WholeWay.texts(planned)
                .forEach((file, content) -> assertThat(content).as(file).doesNotContain(text));
    }

    private void grant(String tenant, String room, String standing) {
        rig.admin.grants().grant(new RoomKey(new TenantId(tenant), RoomName.parse(room)), Standing.parse(standing));
    }

    private List<String> members(String tenant, String room) {
        RoomShard shard = new RoomShard(new RoomKey(new TenantId(tenant), RoomName.parse(room)), 0);
        List<String> members = new ArrayList<>();
        Optional<ConnectionId> next = Optional.empty();
        do {
            var page = rig.admin.subscriptions().page(shard, next, 1_000, now);
            page.items().stream()
                    .map(Subscription::connectionId)
                    .map(ConnectionId::value)
                    .forEach(members::add);
            next = page.next();
        } while (next.isPresent());
        return members;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
