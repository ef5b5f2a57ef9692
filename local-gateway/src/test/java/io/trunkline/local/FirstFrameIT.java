package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static io.trunkline.local.RunningPlatform.token;
import static io.trunkline.local.RunningPlatform.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that connect without a token and say who they are in their first frame. */
class FirstFrameIT {
    private static final String WAITS = "app=waiting/drivers";

    @Test
    void who_says_who_they_are_is_in_their_rooms_and_speaks_as_themselves() {
        try (TestSocket driver = TestSocket.connect(uri(WAITS));
                TestSocket merchant = connect("waiting/merchants", "merchant/ff-1")) {
            assertThat(driver.isOpen()).isTrue();

            JsonNode entered = authenticate(driver, "1", token("waiting/drivers", "driver/ff-1"));
            assertThat(entered.at("/data/entity").asText()).isEqualTo("driver/ff-1");

            driver.ask(
                    "2", "{\"action\":\"send\",\"id\":\"2\",\"to\":{\"entity\":\"merchant/ff-1\"},\"event\":\"here\"}");
            assertThat(merchant.awaitEvent("here").path("from").asText()).isEqualTo("driver/ff-1");
            merchant.ask(
                    "3", "{\"action\":\"send\",\"id\":\"3\",\"to\":{\"entity\":\"driver/ff-1\"},\"event\":\"come\"}");
            driver.awaitEvent("come");
        }
    }

    @Test
    void who_has_not_may_ping_and_nothing_else_and_nothing_is_stored() {
        try (TestSocket driver = TestSocket.connect(uri(WAITS))) {
            assertThat(driver.ask("1", "{\"action\":\"ping\",\"id\":\"1\"}")
                            .path("ok")
                            .asBoolean())
                    .isTrue();
            for (String action : new String[] {
                "{\"action\":\"hello\",\"id\":\"2\"}",
                "{\"action\":\"subscribe\",\"id\":\"2\",\"room\":\"news:today\"}",
                "{\"action\":\"send\",\"id\":\"2\",\"to\":{\"type\":\"merchant\"},\"event\":\"x\"}"
            }) {
                assertThat(driver.ask("2", action).at("/error/code").asText()).isEqualTo("not_authenticated");
            }
            assertThat(driver.isOpen()).isTrue();
        }
    }

    @Test
    void a_wrong_token_is_told_and_the_connection_closed() {
        TestSocket driver = TestSocket.connect(uri(WAITS));
        String expired =
                token("waiting/drivers", "driver/ff-2", Map.of(), Instant.now().minus(Duration.ofHours(2)));

        assertThat(authenticate(driver, "1", expired).at("/error/code").asText())
                .isEqualTo("unauthorized");

        driver.awaitClose();
        assertThat(RunningPlatform.storedConnections("ff-2")).isZero();
    }

    @Test
    void an_entity_that_the_app_does_not_admit_is_told_and_closed() {
        TestSocket driver = TestSocket.connect(uri(WAITS));

        assertThat(authenticate(driver, "1", token("waiting/drivers", "merchant/ff-3"))
                        .at("/error/code")
                        .asText())
                .isEqualTo("forbidden_entity");

        driver.awaitClose();
        assertThat(RunningPlatform.storedConnections("ff-3")).isZero();
    }

    @Test
    void a_wrong_token_in_the_handshake_is_401_and_a_good_one_needs_no_first_frame() {
        assertThat(TestSocket.connect(uri(WAITS + "&token=a.b.c")).refusedWith())
                .isEqualTo(401);
        try (TestSocket driver = TestSocket.connect(uri(WAITS + "&token=" + token("waiting/drivers", "driver/ff-4")))) {
            assertThat(driver.ask("1", "{\"action\":\"hello\",\"id\":\"1\"}")
                            .at("/data/entity")
                            .asText())
                    .isEqualTo("driver/ff-4");
        }
    }

    @Test
    void whoever_says_it_twice_stays_who_they_are_and_nobody_becomes_somebody_else() {
        try (TestSocket driver = TestSocket.connect(uri(WAITS))) {
            authenticate(driver, "1", token("waiting/drivers", "driver/ff-5"));

            assertThat(authenticate(driver, "2", token("waiting/drivers", "driver/ff-5"))
                            .at("/data/entity")
                            .asText())
                    .isEqualTo("driver/ff-5");
            assertThat(authenticate(driver, "3", token("waiting/drivers", "driver/ff-6"))
                            .at("/error/code")
                            .asText())
                    .isEqualTo("refresh_refused");
            assertThat(driver.ask("4", "{\"action\":\"hello\",\"id\":\"4\"}")
                            .at("/data/entity")
                            .asText())
                    .isEqualTo("driver/ff-5");
        }
    }

    @Test
    void a_disconnect_takes_everything_away() {
        TestSocket driver = TestSocket.connect(uri(WAITS));
        String id = authenticate(driver, "1", token("waiting/drivers", "driver/ff-7"))
                .at("/data/connectionId")
                .asText();
        assertThat(RunningPlatform.isStored(id)).isTrue();

        driver.close();

        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(RunningPlatform.storedConnections("ff-7")).isZero();
            assertThat(RunningPlatform.storedSubscriptions(id)).isZero();
        });
    }

    @Test
    void a_flood_before_saying_who_it_is_is_closed() {
        TestSocket driver = TestSocket.connect(uri(WAITS));

        // each environment counts for itself
        IntStream.range(0, 1_000)
                .takeWhile(_ -> driver.isOpen())
                .forEach(i -> driver.send("{\"action\":\"hello\",\"id\":\"" + i + "\"}"));

        driver.awaitClose();
        assertThat(driver.frames())
                .anyMatch(frame -> frame.path("reason").asText().equals("flood"));
    }

    @Test
    void who_says_nothing_for_half_a_minute_is_told_and_closed_and_who_said_it_stays() {
        TestSocket silent = TestSocket.connect(uri(WAITS));
        try (TestSocket driver = TestSocket.connect(uri(WAITS))) {
            authenticate(driver, "1", token("waiting/drivers", "driver/ff-8"));

            JsonNode last = silent.await(frame -> frame.path("type").asText().equals("goaway"), Duration.ofSeconds(60));
            assertThat(last.path("reason").asText()).isEqualTo("not_authenticated");
            silent.awaitClose();

            assertThat(driver.ask("2", "{\"action\":\"ping\",\"id\":\"2\"}")
                            .path("ok")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static JsonNode authenticate(TestSocket socket, String id, String token) {
        return socket.ask(id, "{\"action\":\"authenticate\",\"id\":\"" + id + "\",\"token\":\"" + token + "\"}");
    }
}
