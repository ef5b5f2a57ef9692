package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static io.trunkline.local.RunningPlatform.token;
import static io.trunkline.local.RunningPlatform.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.local.HttpCaller.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.junit.jupiter.api.Test;

/** Logging users out by the HTTP API, through the built zip. */
class ForcedLogoutIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SEND =
            "{\"action\":\"send\",\"to\":{\"entity\":\"merchant/lo-heard\"},\"event\":\"order.created\",\"data\":1}";

    private final HttpCaller admin = HttpCaller.of("wizz", ApiScope.ADMIN, ApiScope.PUBLISH);

    @Test
    void theReceiptIsTrueDuringAStormOfPublishesAndConnects() throws Exception {
        String stolen = token("wizz/customers", "customer/lo-1");
        Queue<TestSocket> attempts = new ConcurrentLinkedQueue<>();
        AtomicBoolean storming = new AtomicBoolean(true);
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/lo-heard")) {
            TestSocket phone = TestSocket.connect(uri("token=" + stolen));
            TestSocket tablet = connect("wizz/customers", "customer/lo-1");
            List<Thread> storm = List.of(
                    Thread.ofVirtual().start(() -> sendWhile(storming, phone)),
                    Thread.ofVirtual().start(() -> sendWhile(storming, tablet)),
                    Thread.ofVirtual().start(() -> publishWhile(storming)),
                    Thread.ofVirtual().start(() -> connectWhile(storming, stolen, attempts)));
            merchant.awaitEvent("order.created");

            Answer answer = admin.post("/v1/users/lo-1/disconnect", "{\"reason\":\"password changed\"}");

            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            assertThat(answer.body().path("closed").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(answer.body().path("stillAbleToAct").asInt(-1)).isZero();
            assertThat(answer.body().path("complete").asBoolean()).isTrue();
            assertThat(Instant.parse(answer.body().path("revokedUntil").asText()))
                    .isAfter(Instant.now().plus(Duration.ofHours(23)));
            // what was begun before the receipt has come by now; nothing comes after it
            int before = merchant.events().size();
            int heard = attempts.size();
            Awaitility.await().atMost(PATIENCE).until(() -> attempts.size() > heard + 3);
            assertThat(merchant.events()).hasSize(before);

            storming.set(false);
            for (Thread thread : storm) {
                thread.join(PATIENCE);
            }
            for (TestSocket device : List.of(phone, tablet)) {
                device.awaitClose();
                // an event of another function may still come between the word and the close
                assertThat(device.frames()).anySatisfy(frame -> assertThat(frame.path("type")
                                        .asText() + ": " + frame.path("reason").asText())
                        .isEqualTo("goaway: password changed"));
            }
            assertThat(attempts).allSatisfy(attempt -> {
                attempt.awaitClose();
                assertThat(attempt.isOpen()).isFalse();
            });
            assertThat(TestSocket.connect(uri("token=" + stolen)).refusedWith()).isEqualTo(401);

            String fresh = token(
                    "wizz/customers", "customer/lo-1", Map.of(), Instant.now().plusSeconds(1));
            try (TestSocket back = TestSocket.connect(uri("token=" + fresh))) {
                assertThat(back.ask("1", SEND.replace("{\"action\"", "{\"id\":\"1\",\"action\""))
                                .path("ok")
                                .asBoolean())
                        .isTrue();
            }
        }
        Awaitility.await().atMost(PATIENCE).until(() -> RunningPlatform.storedConnections("lo-1") == 0);
    }

    private static void sendWhile(AtomicBoolean storming, TestSocket socket) {
        while (storming.get()) {
            try {
                String id = "s" + System.nanoTime();
                socket.send(SEND.replace("{\"action\"", "{\"id\":\"" + id + "\",\"action\""));
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(10))
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> !socket.isOpen()
                                || socket.frames().stream()
                                        .anyMatch(frame ->
                                                frame.path("id").asText().equals(id)));
            } catch (WebsocketNotConnectedException e) {
                return;
            }
        }
    }

    private void publishWhile(AtomicBoolean storming) {
        while (storming.get()) {
            admin.post("/v1/publish", "{\"to\":{\"user\":\"lo-1\"},\"event\":\"storm\",\"data\":1}");
        }
    }

    /** Connects again and again, and acts at once where it gets in. */
    private static void connectWhile(AtomicBoolean storming, String token, Queue<TestSocket> attempts) {
        while (storming.get()) {
            TestSocket socket = TestSocket.connect(uri("token=" + token));
            attempts.add(socket);
            if (socket.isOpen()) {
                try {
                    socket.send(SEND);
                } catch (WebsocketNotConnectedException e) {
                    // it was closed in this very moment
                }
            }
        }
    }

    @Test
    void anEntityThatIsToStayOutDoesNotComeBackByANewTokenUntilItIsOver() {
        TestSocket driver = connect("wizz/drivers", "driver/lo-2");

        Answer answer =
                admin.post("/v1/entities/driver/lo-2/disconnect", "{\"tokens\":\"all\",\"revokeFor\":\"PT6S\"}");

        assertThat(answer.body().path("closed").asInt())
                .as(answer.body().toString())
                .isEqualTo(1);
        driver.awaitClose();
        JsonNode goaway = driver.await(frame -> frame.path("type").asText().equals("goaway"));
        assertThat(goaway.path("afterMs").asLong()).isBetween(1L, 7000L);
        assertThat(tryAs("driver/lo-2", Instant.now().plusSeconds(1))).isEqualTo(401);
        Awaitility.await().atMost(PATIENCE).until(() -> tryAs("driver/lo-2", Instant.now()) == 0);
    }

    private static int tryAs(String entity, Instant issuedAt) {
        TestSocket socket = TestSocket.connect(uri("token=" + token("wizz/drivers", entity, Map.of(), issuedAt)));
        int refused = socket.refusedWith();
        if (socket.isOpen()) {
            socket.close();
        }
        return refused;
    }

    @Test
    void aRoomIsClosedAndItsMembersMayComeBackAtOnce() {
        String token = token("wizz/drivers", "driver/lo-3");
        TestSocket driver = TestSocket.connect(uri("token=" + token));
        driver.connectionId();

        Answer answer = admin.post("/v1/rooms/" + encoded("entity:driver/lo-3") + "/disconnect", "{}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("closed").asInt()).isEqualTo(1);
        assertThat(answer.body().path("stillAbleToAct").asInt(-1)).isZero();
        assertThat(answer.body().has("revokedUntil")).isFalse();
        driver.awaitClose();
        TestSocket.connect(uri("token=" + token)).close();
    }

    @Test
    void oneConnectionAndItsTokenAreEndedAndTheUsersOtherDeviceStays() {
        String one = token("wizz/drivers", "driver/lo-4");
        String other = token("wizz/drivers", "driver/lo-4");
        TestSocket ended = TestSocket.connect(uri("token=" + one));
        TestSocket sameToken = TestSocket.connect(uri("token=" + one));
        try (TestSocket stays = TestSocket.connect(uri("token=" + other))) {
            String id = ended.connectionId();
            stays.connectionId();

            Answer answer = admin.post("/v1/connections/" + encoded(id) + "/disconnect", "{}");

            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            assertThat(answer.body().path("closed").asInt()).isEqualTo(2);
            ended.awaitClose();
            sameToken.awaitClose();
            assertThat(TestSocket.connect(uri("token=" + one)).refusedWith()).isEqualTo(401);
            assertThat(stays.ask("1", "{\"action\":\"rooms\",\"id\":\"1\"}")
                            .path("ok")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void anotherTenantsConnectionIsNotThere() {
        try (TestSocket driver = connect("wizz/drivers", "driver/lo-5")) {
            HttpCaller stranger = HttpCaller.of("parcelo", ApiScope.ADMIN);
            String path = "/v1/connections/" + encoded(driver.connectionId()) + "/disconnect";

            Answer answer = stranger.post(path, "{}");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body())
                    .isEqualTo(stranger.post("/v1/connections/AAAAAAAAAAAAAAA%3D/disconnect", "{}")
                            .body());
            assertThat(driver.ask("1", "{\"action\":\"rooms\",\"id\":\"1\"}")
                            .path("ok")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void whatCannotBeUnderstoodLogsNobodyOut() {
        Map.of(
                        "{\"token\":\"all\"}", "bad_field",
                        "{\"tokens\":\"some\"}", "bad_field",
                        "{\"reason\":\"\"}", "bad_field",
                        "{\"revokeFor\":0}", "bad_field",
                        "{\"revokeFor\":\"a while\"}", "bad_field",
                        "{\"revokeFor\":99999999999}", "bad_field",
                        "{\"tokens\":\"none\",\"revokeFor\":5}", "bad_field",
                        "", "bad_json",
                        "[]", "bad_json")
                .forEach((body, code) -> assertThat(admin.post("/v1/users/lo-6/disconnect", body)
                                .body()
                                .path("code")
                                .asText())
                        .as(body)
                        .isEqualTo(code));
        assertThat(admin.post("/v1/rooms/nothing/disconnect", "{}")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_room");
        assertThat(admin.post("/v1/rooms/order:o-1/disconnect", "{\"tokens\":\"all\"}")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_field");
        assertThat(HttpCaller.of("wizz", ApiScope.READ)
                        .post("/v1/users/lo-6/disconnect", "{}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aTokenIsRefreshedOnTheLiveSocket() {
        Instant now = Instant.now();
        String first = token("wizz/drivers", "driver/lo-7", Map.of(), now.minus(Duration.ofMinutes(50)));
        try (TestSocket driver = TestSocket.connect(uri("token=" + first))) {
            JsonNode reply = refresh(driver, "1", token("wizz/drivers", "driver/lo-7", Map.of(), now));

            assertThat(reply.path("ok").asBoolean()).as(reply.toString()).isTrue();
            assertThat(Instant.parse(reply.at("/data/expiresAt").asText()))
                    .isBetween(now.plus(Duration.ofMinutes(59)), now.plus(Duration.ofMinutes(61)));
            assertThat(refresh(driver, "2", token("wizz/drivers", "driver/lo-8", Map.of(), now))
                            .at("/error/code")
                            .asText())
                    .isEqualTo("refresh_refused");
            assertThat(refresh(driver, "3", token("wizz/customers", "customer/lo-7", Map.of(), now))
                            .at("/error/code")
                            .asText())
                    .isIn("unauthorized", "forbidden_entity", "refresh_refused");
            assertThat(refresh(driver, "4", first.substring(0, first.length() - 4) + "AAAA")
                            .at("/error/code")
                            .asText())
                    .isEqualTo("unauthorized");
        }
    }

    private static JsonNode refresh(TestSocket socket, String id, String token) {
        return socket.ask(id, "{\"action\":\"refresh\",\"id\":\"" + id + "\",\"token\":\"" + token + "\"}");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
