package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.token;
import static io.trunkline.local.RunningPlatform.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that wait in one room for one event and never say who they are. */
class VisitorsIT {
    private static final String DESK = "app=waiting/desk";
    private static final String KIOSK = "app=waiting/kiosk";

    private final HttpCaller backend = HttpCaller.of("waiting", ApiScope.PUBLISH);
    private final List<TestSocket> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.stream().filter(TestSocket::isOpen).forEach(TestSocket::close);
    }

    @Test
    void a_visitor_gets_the_last_event_of_its_room_and_no_other_after_it() {
        TestSocket guest = connect();
        assertThat(subscribe(guest, "1", "bell:one").path("ok").asBoolean()).isTrue();

        publish("bell:one", "first", false);
        publish("bell:one", "rung", true);
        publish("bell:one", "late", false);
        publish("all", "everybody", false);

        guest.awaitEvent("first");
        guest.awaitEvent("rung");
        assertThat(guest.events())
                .extracting(event -> event.path("event").asText())
                .containsExactly("first", "rung");
        assertThat(guest.ask("9", "{\"action\":\"rooms\",\"id\":\"9\"}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("not_authenticated");
    }

    @Test
    void no_other_room_lets_a_visitor_in_and_it_says_nothing_to_anybody() {
        TestSocket guest = connect();

        assertThat(subscribe(guest, "1", "news:today").at("/error/code").asText())
                .isEqualTo("not_authenticated");
        assertThat(subscribe(guest, "2", "bell:two").path("ok").asBoolean()).isTrue();
        assertThat(subscribe(guest, "3", "bell:three").path("ok").asBoolean()).isFalse();
        assertThat(guest.ask(
                                "4",
                                "{\"action\":\"publish\",\"id\":\"4\",\"room\":\"bell:two\",\"event\":\"x\",\"data\":1}")
                        .at("/error/code")
                        .asText())
                .isEqualTo("not_authenticated");
    }

    @Test
    void a_room_and_an_address_have_only_so_many_and_the_visit_ends_by_itself() {
        TestSocket first = connect(KIOSK);
        assertThat(subscribe(first, "1", "bell:full").path("ok").asBoolean()).isTrue();
        assertThat(subscribe(connect(KIOSK), "1", "bell:full").path("ok").asBoolean())
                .isTrue();
        assertThat(subscribe(connect(KIOSK), "1", "bell:full").at("/error/code").asText())
                .isEqualTo("rate_limited");

        int begun = 0;
        for (int i = 0; i < 12; i++) {
            begun +=
                    subscribe(connect(KIOSK), "1", "bell:other-" + i).path("ok").asBoolean() ? 1 : 0;
        }
        assertThat(begun).isLessThan(12);

        JsonNode last = first.await(frame -> frame.path("type").asText().equals("goaway"), Duration.ofSeconds(90));
        assertThat(last.path("reason").asText()).isEqualTo("visit_over");
        first.awaitClose();
    }

    @Test
    void a_visitor_who_says_who_they_are_is_that() {
        TestSocket merchant = connect();
        subscribe(merchant, "1", "bell:four");

        String token = token("waiting/desk", "merchant/v-4");
        assertThat(merchant.ask("2", "{\"action\":\"authenticate\",\"id\":\"2\",\"token\":\"" + token + "\"}")
                        .at("/data/entity")
                        .asText())
                .isEqualTo("merchant/v-4");
        assertThat(merchant.ask("3", "{\"action\":\"rooms\",\"id\":\"3\"}")
                        .at("/data/rooms")
                        .toString())
                .contains("entity:merchant/v-4")
                .doesNotContain("bell:four");
    }

    @Test
    void last_needs_one_room_that_can_be_left() {
        assertThat(backend.post("/v1/publish", "{\"to\":{\"type\":\"merchant\"},\"event\":\"x\",\"last\":true}")
                        .status())
                .isEqualTo(400);
        assertThat(backend.post("/v1/publish", "{\"rooms\":[\"bell:a\",\"bell:b\"],\"event\":\"x\",\"last\":true}")
                        .status())
                .isEqualTo(400);
    }

    private TestSocket connect() {
        return connect(DESK);
    }

    private TestSocket connect(String app) {
        TestSocket socket = TestSocket.connect(uri(app));
        assertThat(socket.isOpen()).isTrue();
        open.add(socket);
        return socket;
    }

    private static JsonNode subscribe(TestSocket socket, String id, String room) {
        return socket.ask(id, "{\"action\":\"subscribe\",\"id\":\"" + id + "\",\"room\":\"" + room + "\"}");
    }

    private void publish(String room, String event, boolean last) {
        assertThat(backend.post(
                                "/v1/publish",
                                "{\"rooms\":[\"" + room + "\"],\"event\":\"" + event + "\",\"wait\":true,\"last\":"
                                        + last + "}")
                        .status())
                .isLessThan(300);
    }
}
