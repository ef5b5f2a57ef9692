package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.local.HttpCaller.Answer;
import io.trunkline.local.platform.RunningFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who is in the shipped fleet rooms, through the built zip. */
class PresenceIT {
    private final HttpCaller operator = HttpCaller.of("wizz", ApiScope.READ);
    private final String room = "fleet:" + UUID.randomUUID();

    @Test
    void two_devices_of_a_driver_are_one_and_a_flapping_one_says_nothing() {
        try (TestSocket watcher = connect("wizz/drivers", "driver/p-watcher");
                TestSocket phone = connect("wizz/drivers", "driver/p-7")) {
            subscribe(watcher);
            subscribe(phone);
            awaitChange(watcher, "driver/p-7", "joined");
            try (TestSocket tablet = connect("wizz/drivers", "driver/p-7")) {
                subscribe(tablet);

                assertThat(entities(asked(watcher).at("/data/entities")))
                        .containsExactlyInAnyOrder("driver/p-watcher 1", "driver/p-7 2");
            }
            for (int i = 0; i < 3; i++) {
                phone.ask("off" + i, frame("unsubscribe", "off" + i));
                phone.ask("on" + i, frame("subscribe", "on" + i));
            }
            try (TestSocket last = connect("wizz/drivers", "driver/p-9")) {
                subscribe(last);
                awaitChange(watcher, "driver/p-9", "joined");
            }

            assertThat(changes(watcher, "driver/p-7")).containsExactly("joined");
        }
    }

    @Test
    void operators_are_told_the_same_and_see_every_connection() {
        try (TestSocket phone = connect("wizz/drivers", "driver/p-20");
                TestSocket tablet = connect("wizz/drivers", "driver/p-20");
                TestSocket theirs = connect("parcelo/drivers", "driver/p-20")) {
            subscribe(phone);
            subscribe(tablet);

            Answer kept = operator.get("/v1/rooms/" + room + "/presence");
            assertThat(kept.status()).as(kept.body().toString()).isEqualTo(200);
            assertThat(entities(kept.body().path("entities"))).containsExactly("driver/p-20 2");

            for (String path : List.of("entity:driver/p-20", "entity%3Adriver%2Fp-20")) {
                Answer connected = operator.get("/v1/rooms/" + path + "/presence");
                assertThat(connected.status()).as(connected.body().toString()).isEqualTo(200);
                assertThat(entities(connected.body().path("entities"))).containsExactly("driver/p-20 2");
            }
            Answer first = operator.get("/v1/connections?entity=driver/p-20&limit=1");
            assertThat(first.body().path("connections")).hasSize(1);
            String next = first.body().path("next").asText();
            Answer second = operator.get("/v1/connections?entity=driver/p-20&limit=1&cursor=" + next);
            assertThat(List.of(
                            first.body().at("/connections/0/connectionId").asText(),
                            second.body().at("/connections/0/connectionId").asText()))
                    .containsExactlyInAnyOrder(phone.connectionId(), tablet.connectionId())
                    .doesNotContain(theirs.connectionId());
            assertThat(first.body().at("/connections/0/user").asText()).isEqualTo("p-20");

            refused(operator.get("/v1/connections?entity=driver/p-21&limit=1&cursor=" + next), 400, "bad_field");
            refused(operator.get("/v1/connections?entity=driver/p-20&cursor=A" + next), 400, "bad_field");
            HttpCaller parcelo = HttpCaller.of("parcelo", ApiScope.READ);
            refused(parcelo.get("/v1/connections?entity=driver/p-20&cursor=" + next), 400, "bad_field");
        }
    }

    @Test
    void whoever_goes_without_a_word_is_gone_from_the_list() {
        try (TestSocket phone = connect("wizz/drivers", "driver/p-30")) {
            subscribe(phone);
            assertThat(entities(operator.get("/v1/rooms/" + room + "/presence")
                            .body()
                            .path("entities")))
                    .containsExactly("driver/p-30 1");
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(entities(
                        operator.get("/v1/rooms/" + room + "/presence").body().path("entities")))
                .doesNotContain("driver/p-30 1"));
    }

    @Test
    void who_stays_away_has_left_and_the_room_is_told_once() {
        try (TestSocket watcher = connect("wizz/drivers", "driver/p-watcher")) {
            subscribe(watcher);
            try (TestSocket phone = connect("wizz/drivers", "driver/p-40");
                    TestSocket tablet = connect("wizz/drivers", "driver/p-40")) {
                subscribe(phone);
                subscribe(tablet);
                awaitChange(watcher, "driver/p-40", "joined");
                sweep();
            }
            Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> {
                sweep();
                return changes(watcher, "driver/p-40").contains("left");
            });
            sweep();

            assertThat(changes(watcher, "driver/p-40")).containsExactly("joined", "left");
            assertThat(entities(asked(watcher).at("/data/entities"))).containsExactly("driver/p-watcher 1");
        }
    }

    /** What the clock does every minute, now. */
    private static void sweep() {
        RunningFile file = RunningPlatform.file();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(file.control().resolve("sweep"))
                            .header("Authorization", "Bearer " + file.controlToken())
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    void who_polls_gets_the_positions_of_the_socket() {
        try (TestSocket driver = connect("wizz/drivers", "driver/d-7")) {
            JsonNode joined = driver.ask("1", "{\"action\":\"subscribe\",\"id\":\"1\",\"room\":\"order:o-9\"}");
            String start = joined.at("/data/position").asText();
            for (int i = 1; i <= 3; i++) {
                driver.ask(
                        "p" + i,
                        "{\"action\":\"publish\",\"id\":\"p" + i + "\",\"room\":\"order:o-9\",\"event\":\"polled." + i
                                + "\"}");
            }
            String last = driver.awaitEvent("polled.3").path("position").asText();

            Answer two = operator.get("/v1/rooms/order:o-9/events?since=" + start + "&limit=2");
            assertThat(two.status()).as(two.body().toString()).isEqualTo(200);
            assertThat(two.body().at("/resume/result").asText()).isEqualTo("recovered");
            assertThat(two.body().at("/resume/more").asBoolean()).isTrue();
            Answer rest = operator.get("/v1/rooms/order:o-9/events?since="
                    + two.body().at("/resume/position").asText());
            assertThat(rest.body().at("/resume/events/0/event").asText()).isEqualTo("polled.3");
            assertThat(rest.body().at("/resume/position").asText()).isEqualTo(last);
            assertThat(rest.body().at("/resume").has("more")).isFalse();
            assertThat(operator.get("/v1/rooms/order:o-9/events?since=lost:1")
                            .body()
                            .at("/resume/result")
                            .asText())
                    .isEqualTo("epoch_changed");
        }
    }

    @Test
    void what_cannot_be_answered_says_why() {
        refused(operator.get("/v1/rooms/city:c-1/events"), 400, "not_durable");
        refused(operator.get("/v1/rooms/order:o-9/events?since=nonsense"), 400, "bad_field");
        refused(operator.get("/v1/rooms/order:o-9/events?limit=501"), 400, "bad_field");
        refused(operator.get("/v1/rooms/order:o-9/events?limt=5"), 400, "bad_field");
        refused(operator.get("/v1/rooms/nothing/presence"), 400, "bad_room");
        refused(operator.get("/v1/rooms/unheard:1/presence"), 404, "not_found");
        refused(operator.get("/v1/connections"), 400, "bad_field");
        refused(operator.get("/v1/connections?user=u-1&room=all"), 400, "bad_field");
        refused(operator.get("/v1/connections?room=all&cursor=nonsense"), 400, "bad_field");
        refused(HttpCaller.of("wizz", ApiScope.PUBLISH).get("/v1/connections?room=all"), 403, "forbidden_scope");
        refused(HttpCaller.withoutKey().get("/v1/rooms/all/presence"), 401, "unauthorized");
    }

    private void subscribe(TestSocket socket) {
        assertThat(socket.ask("s", frame("subscribe", "s")).path("ok").asBoolean())
                .isTrue();
    }

    private JsonNode asked(TestSocket socket) {
        String id = "asked-" + System.nanoTime();
        return socket.ask(id, frame("presence", id));
    }

    private String frame(String action, String id) {
        return "{\"action\":\"" + action + "\",\"id\":\"" + id + "\",\"room\":\"" + room + "\"}";
    }

    private void awaitChange(TestSocket socket, String entity, String change) {
        socket.await(frame ->
                isChangeOf(frame, entity) && frame.path("change").asText().equals(change));
    }

    private List<String> changes(TestSocket socket, String entity) {
        return socket.frames().stream()
                .filter(frame -> isChangeOf(frame, entity))
                .map(frame -> frame.path("change").asText())
                .toList();
    }

    private boolean isChangeOf(JsonNode frame, String entity) {
        return frame.path("type").asText().equals("presence")
                && frame.path("room").asText().equals(room)
                && frame.path("entity").asText().equals(entity);
    }

    private static List<String> entities(JsonNode entities) {
        return StreamSupport.stream(entities.spliterator(), false)
                .map(entity -> entity.path("entity").asText() + " "
                        + entity.path("devices").asInt())
                .toList();
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.body().path("code").asText()).as(answer.toString()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
    }
}
