package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped order room through the built zip: who was away is told what they missed. */
class DurableRoomsIT {
    @Test
    void who_comes_back_gets_what_was_published_meanwhile_in_order() {
        try (TestSocket driver = connect("wizz/drivers", "driver/d-7")) {
            String position;
            try (TestSocket customer = connect("wizz/customers", "customer/c-1")) {
                JsonNode joined = customer.ask("1", subscribe("1", ""));
                assertThat(joined.path("ok").asBoolean()).isTrue();
                publish(driver, "seen");
                position = customer.awaitEvent("seen").path("position").asText();
                assertThat(offset(position))
                        .isEqualTo(offset(joined.at("/data/position").asText()) + 1);
            }
            List.of("missed.1", "missed.2", "missed.3").forEach(event -> publish(driver, event));

            try (TestSocket customer = connect("wizz/customers", "customer/c-1")) {
                JsonNode resume = customer.ask("2", subscribe("2", ",\"since\":\"" + position + "\""))
                        .at("/data/resume");

                assertThat(resume.path("result").asText()).isEqualTo("recovered");
                assertThat(resume.path("more").asBoolean()).isFalse();
                assertThat(resume.path("events").findValuesAsText("event"))
                        .containsExactly("missed.1", "missed.2", "missed.3");
                assertThat(offset(resume.path("position").asText())).isEqualTo(offset(position) + 3);
                publish(driver, "live.again");
                assertThat(offset(customer.awaitEvent("live.again")
                                .path("position")
                                .asText()))
                        .isEqualTo(offset(position) + 4);
            }
        }
    }

    @Test
    void a_position_of_another_history_is_said_to_be_one() {
        try (TestSocket customer = connect("wizz/customers", "customer/c-1")) {
            JsonNode resume =
                    customer.ask("1", subscribe("1", ",\"since\":\"lost:7\"")).at("/data/resume");

            assertThat(resume.path("result").asText()).isEqualTo("epoch_changed");
            assertThat(resume.has("events")).isFalse();
        }
    }

    private static String subscribe(String id, String since) {
        return "{\"action\":\"subscribe\",\"id\":\"" + id + "\",\"room\":\"order:o-9\"" + since + "}";
    }

    private static void publish(TestSocket from, String event) {
        JsonNode reply = from.ask(
                event,
                "{\"action\":\"publish\",\"id\":\"" + event + "\",\"room\":\"order:o-9\",\"event\":\"" + event
                        + "\",\"data\":{}}");
        assertThat(reply.path("ok").asBoolean()).as(reply.toString()).isTrue();
    }

    private static long offset(String position) {
        return Long.parseLong(position.substring(position.indexOf(':') + 1));
    }
}
