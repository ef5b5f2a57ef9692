package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hostile or careless client sends: a catalogued code back, and the connection kept. */
class BadInputIT {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hello there                                                          | bad_json
        []                                                                   | bad_json
        {"action":"ping","action":"hello"}                                   | bad_json
        {"action":"reboot"}                                                  | unknown_action
        {"action":"subscribe","room":42}                                     | bad_field
        {"action":"subscribe","room":"nowhere"}                              | bad_room
        {"action":"send","to":{"entity":"merchant"},"event":"order.created"} | bad_room
        {"action":"ping","surprise":true}                                    | bad_field
        """)
    void bad_frames_bring_their_code(String frame, String code) {
        try (TestSocket socket = connect("wizz/drivers", "driver/b-1")) {
            socket.send(frame);

            JsonNode reply = socket.await(node -> node.path("ok").isBoolean());
            assertThat(reply.at("/error/code").asText()).isEqualTo(code);
            assertThat(socket.ask("still", "{\"action\":\"ping\",\"id\":\"still\"}")
                            .path("ok")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void deep_nesting_is_refused_and_the_connection_kept() {
        try (TestSocket socket = connect("wizz/drivers", "driver/b-2")) {
            socket.send("{\"action\":\"send\",\"to\":{\"type\":\"driver\"},\"event\":\"x\",\"data\":" + "[".repeat(500)
                    + "]".repeat(500) + "}");

            assertThat(socket.await(node -> node.path("ok").isBoolean())
                            .at("/error/code")
                            .asText())
                    .isEqualTo("too_deep");
            assertThat(socket.isOpen()).isTrue();
        }
    }
}
