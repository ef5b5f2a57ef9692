package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.dynamo.BatchWriter;
import io.trunkline.core.dynamo.DynamoConnectionStore;
import io.trunkline.core.dynamo.DynamoSubscriptionStore;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.platform.RunningFile;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The sweep of the running platform: what ended unnoticed goes, who overstays is told and closed. */
class SweepIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DynamoDbClient dynamo = RunningPlatform.dynamo();
    private final DynamoConnectionStore connections =
            new DynamoConnectionStore(dynamo, RunningPlatform.platform().tables());
    private final DynamoSubscriptionStore subscriptions = new DynamoSubscriptionStore(
            dynamo, RunningPlatform.platform().tables(), new BatchWriter(dynamo, new Random(1), _ -> {}));

    @AfterEach
    void close() {
        dynamo.close();
    }

    @Test
    void after_one_sweep_no_row_points_at_nothing() {
        try (TestSocket live = connect("wizz/customers", "customer/sweep-1")) {
            String id = live.connectionId();
            int rooms = RunningPlatform.storedSubscriptions(id);
            Instant before = Instant.now().minus(Duration.ofMinutes(5));
            // as after a gateway that died: the rows are there, no $disconnect ever comes
            Connection ghost = connection(before);
            connections.save(ghost);
            subscriptions.join(rooms(ghost));
            // as after a function that died between the two writes of a connect
            Connection neverStored = connection(before);
            subscriptions.join(rooms(neverStored));
            Connection connecting = connection(Instant.now());
            subscriptions.join(rooms(connecting));
            Connection expired = connection(Instant.now().minus(Duration.ofMinutes(131)));
            connections.save(expired);

            JsonNode report = sweep();

            assertThat(report.path("complete").asBoolean()).isTrue();
            assertThat(report.at("/counts/ghosts").asInt()).isGreaterThanOrEqualTo(1);
            assertThat(report.at("/counts/orphans").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(report.at("/counts/errors").asInt()).isZero();
            Stream.of(ghost, neverStored, expired).map(Connection::id).forEach(gone -> {
                assertThat(RunningPlatform.isStored(gone.value())).isFalse();
                assertThat(RunningPlatform.storedSubscriptions(gone.value())).isZero();
            });
            assertThat(RunningPlatform.storedSubscriptions(connecting.id().value()))
                    .isEqualTo(2);
            assertThat(RunningPlatform.isStored(id)).isTrue();
            assertThat(RunningPlatform.storedSubscriptions(id)).isEqualTo(rooms);
            assertThat(live.isOpen()).isTrue();
            subscriptions.leave(
                    connecting.id(),
                    rooms(connecting).stream().map(Subscription::room).toList());
        }
    }

    @Test
    void a_client_whose_token_expires_is_told_and_after_the_grace_closed() {
        try (TestSocket socket = connectFor(Duration.ofSeconds(3), "customer/sweep-2")) {
            String id = socket.connectionId();

            Awaitility.await().atMost(PATIENCE).until(() -> {
                sweep();
                return goaways(socket) > 0;
            });
            JsonNode goaway = socket.await(frame -> frame.path("type").asText().equals("goaway"));
            assertThat(goaway.path("reason").asText()).isEqualTo("token_expired");
            assertThat(goaway.path("afterMs").asLong()).isBetween(60_000L, 90_000L);
            sweep();
            assertThat(socket.isOpen()).as("within the grace").isTrue();

            // a minute and a half pass
            set(id, "expiryToldAt", Instant.now().minusSeconds(90));
            set(id, "tokenExpiresAt", Instant.now().minusSeconds(95));
            sweep();

            socket.awaitClose();
            Awaitility.await().atMost(PATIENCE).until(() -> !RunningPlatform.isStored(id));
            assertThat(RunningPlatform.storedSubscriptions(id)).isZero();
        }
    }

    @Test
    void a_client_near_its_two_hours_is_asked_to_reconnect_once() {
        try (TestSocket socket = connect("wizz/customers", "customer/sweep-3")) {
            String id = socket.connectionId();
            set(id, "connectedAt", Instant.now().minus(Duration.ofMinutes(119)).toEpochMilli());

            sweep();
            sweep();

            JsonNode goaway = socket.await(frame -> frame.path("type").asText().equals("goaway"));
            assertThat(goaway.path("reason").asText()).isEqualTo("reconnect");
            assertThat(goaway.path("afterMs").asLong()).isBetween(0L, 30_000L);
            assertThat(goaways(socket)).isEqualTo(1);
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void nobody_without_the_token_of_the_data_folder_calls_a_function() throws Exception {
        RunningFile file = RunningPlatform.file();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (String authorization : List.of("Bearer ", "Bearer 0", "Basic " + file.controlToken())) {
                HttpRequest request = HttpRequest.newBuilder(file.control().resolve("sweep"))
                        .header("Authorization", authorization)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
                assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(401);
            }
        }
        assertThat(call("websocket").statusCode()).isEqualTo(404);
    }

    private static long goaways(TestSocket socket) {
        return socket.frames().stream()
                .filter(frame -> frame.path("type").asText().equals("goaway"))
                .count();
    }

    /** All of it, now; waits out the one by the clock. */
    private static JsonNode sweep() {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(SweepIT::once, report -> report.path("outcome").asText().equals("swept"));
    }

    private static JsonNode once() {
        try {
            HttpResponse<String> response = call("sweep");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> call(String function) {
        RunningFile file = RunningPlatform.file();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(file.control().resolve(function))
                            .header("Authorization", "Bearer " + file.controlToken())
                            .POST(HttpRequest.BodyPublishers.ofString("{\"detail\":{\"thorough\":true}}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static TestSocket connectFor(Duration tokenLife, String entity) {
        String token = RunningPlatform.platform()
                .issuer()
                .token("wizz/customers", "u", Map.of(LocalIssuer.ENTITY_CLAIM, entity), Instant.now(), tokenLife);
        TestSocket socket = TestSocket.connect(RunningPlatform.uri("token=" + token));
        assertThat(socket.isOpen()).isTrue();
        return socket;
    }

    private void set(String id, String attribute, Instant at) {
        set(id, attribute, at.getEpochSecond());
    }

    private void set(String id, String attribute, long value) {
        dynamo.updateItem(
                request -> request.tableName(RunningPlatform.platform().tables().connections())
                        .key(Map.of("connectionId", AttributeValue.fromS(id)))
                        .updateExpression("SET #attribute = :value")
                        .expressionAttributeNames(Map.of("#attribute", attribute))
                        .expressionAttributeValues(Map.of(":value", AttributeValue.fromN(Long.toString(value)))));
    }

    private static Connection connection(Instant connectedAt) {
        Instant at = Instant.ofEpochMilli(connectedAt.toEpochMilli());
        return new Connection(
                new ConnectionId(UUID.randomUUID().toString().replace("-", "").substring(0, 15) + "="),
                new Principal(
                        new Identity(
                                AppKey.parse("wizz/customers"),
                                "sweep-u",
                                EntityRef.parse("customer/sweep-u"),
                                Set.of(),
                                Set.of()),
                        Optional.empty(),
                        Optional.empty(),
                        at.plus(Duration.ofHours(12)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
                new GatewayEndpoint("local", "dev"),
                "trunkline.v1",
                Optional.empty(),
                at,
                ConnectionLifetime.expiresAt(at));
    }

    private static List<Subscription> rooms(Connection connection) {
        return Stream.of("order:sweep-1", "order:sweep-2")
                .map(room -> new Subscription(
                        new RoomShard(new RoomKey(new TenantId("wizz"), RoomName.parse(room)), 0),
                        connection.id(),
                        connection.endpoint(),
                        connection.dialect(),
                        connection.expiresAt()))
                .toList();
    }
}
