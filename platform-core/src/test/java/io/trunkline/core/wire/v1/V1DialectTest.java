package io.trunkline.core.wire.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.testing.Speakers;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.DecodeOutcome.Decoded;
import io.trunkline.core.wire.DecodeOutcome.Undecodable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class V1DialectTest {
    private static final String ESCAPED_HALF = "\\" + "ud800";

    private final V1Dialect dialect = new V1Dialect();

    static List<Exchange> exchanges() {
        return Exchange.all();
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void each_golden_exchange_is_spoken_to_the_letter(Exchange exchange) {
        assertThat(exchange.spoken(dialect)).isEqualTo(exchange.text());
    }

    @Test
    void is_named_by_its_subprotocol() {
        assertThat(dialect.id()).isEqualTo("trunkline.v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "7",
                "\"ping\"",
                "[]",
                "{",
                "{}}",
                "{\"action\":\"ping\"",
                "{'action':'ping'}",
                "{action:\"ping\"}",
                "{\"action\":\"ping\",}",
                "// {}\n{\"action\":\"ping\"}",
                "\uFEFF{\"action\":\"ping\"}",
                "{\"action\":\"ping\"}\u0000",
                "{\"action\":\"publish\",\"room\":\"order:1\",\"event\":\"a\",\"data\":NaN}",
                "{\"action\":\"publish\",\"room\":\"order:1\",\"event\":\"a\",\"data\":01}",
                "{\"action\":\"publish\",\"room\":\"order:1\",\"event\":\"a\",\"data\":1e99999999999}",
                "{\"action\":\"publish\",\"room\":\"order:1\",\"event\":\"a\",\"data\":1e-99999999999}",
                "{\"action\":\"pi\u0001ng\"}"
            })
    void what_is_not_one_strict_json_object_is_bad_json(String frame) {
        assertThat(refusal(frame).rejection().code()).isEqualTo(RejectionCode.BAD_JSON);
    }

    @Test
    void thirty_two_levels_are_read_and_thirty_three_are_too_deep() {
        assertThat(decode(publishing(nested(31)))).isInstanceOf(Decoded.class);

        Undecodable refused = refusal(publishing(nested(32)));
        assertThat(refused.rejection().code()).isEqualTo(RejectionCode.TOO_DEEP);
        assertThat(refused.frames()).singleElement().asString().contains("\"id\":\"q\"");
    }

    @Test
    void a_frame_of_nothing_but_brackets_is_too_deep_and_not_a_fault() {
        assertThat(refusal("{\"a\":" + "[".repeat(100_000)).rejection().code()).isEqualTo(RejectionCode.TOO_DEEP);
    }

    @Test
    void exactly_128_kilobytes_are_read_and_one_more_is_too_large() {
        String atLimit = publishing(filling("x", 0));
        String overLimit = publishing(filling("x", 1));

        assertThat(atLimit.getBytes(StandardCharsets.UTF_8)).hasSize(131_072);
        assertThat(decode(atLimit)).isInstanceOf(Decoded.class);
        assertThat(refusal(overLimit).rejection().code()).isEqualTo(RejectionCode.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "€", "🛵"})
    void size_is_counted_in_bytes_of_utf8(String letter) {
        String atLimit = publishing(filling(letter, 0));

        assertThat(atLimit.getBytes(StandardCharsets.UTF_8)).hasSize(131_072);
        assertThat(decode(atLimit)).isInstanceOf(Decoded.class);
        assertThat(refusal(atLimit + " ").rejection().code()).isEqualTo(RejectionCode.TOO_LARGE);
    }

    @Test
    void a_number_of_thousands_of_digits_is_refused_before_it_costs_anything() {
        assertThat(refusal(publishing("9".repeat(100_000))).rejection().code()).isEqualTo(RejectionCode.BAD_JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "1.10", "12345678901234567890123456789", "0.1", "1E+400", "1E+2147483648"})
    void numbers_reach_the_receiver_as_they_were_sent(String number) {
        assertThat(dialect.encode(new ServerEvent.Reply(Optional.empty(), "publish", dataOf(publishing(number)))))
                .containsExactly("{\"type\":\"reply\",\"ok\":true,\"data\":" + number + "}");
    }

    @Test
    void half_a_surrogate_pair_survives_utf8() {
        String encoded = dialect.encode(new ServerEvent.Reply(
                        Optional.empty(),
                        "publish",
                        dataOf(publishing("\"" + ESCAPED_HALF + " 🛵 " + ESCAPED_HALF + "\""))))
                .getFirst();

        assertThat(new String(encoded.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"reply\",\"ok\":true,\"data\":\"" + ESCAPED_HALF + " 🛵 " + ESCAPED_HALF + "\"}");
    }

    @Test
    void an_id_may_have_128_characters_and_no_more() {
        assertThat(asked("{\"action\":\"ping\",\"id\":\"" + "i".repeat(128) + "\"}"))
                .isEqualTo(new ClientAction.Ping(Optional.of("i".repeat(128))));

        Undecodable refused = refusal("{\"action\":\"ping\",\"id\":\"" + "i".repeat(129) + "\"}");
        assertThat(refused.rejection().code()).isEqualTo(RejectionCode.BAD_FIELD);
        assertThat(refused.frames()).singleElement().asString().doesNotContain("\"id\"");
    }

    @Test
    void a_long_unknown_field_is_named_by_its_beginning() {
        String message = refusal("{\"action\":\"ping\",\"" + "🛵".repeat(5_000) + "\":1}")
                .rejection()
                .message();

        assertThat(message).isEqualTo("'" + "🛵".repeat(64) + "…' is not a field of this action");
    }

    @Test
    void a_room_nested_in_rooms_without_end_is_a_bad_room_and_not_a_fault() {
        String room = "in:b/1/x/".repeat(14_000) + "all";

        assertThat(refusal("{\"action\":\"subscribe\",\"room\":\"" + room + "\"}")
                        .rejection()
                        .code())
                .isEqualTo(RejectionCode.BAD_ROOM);
    }

    private DecodeOutcome decode(String frame) {
        return dialect.decode(frame, Speakers.ANY);
    }

    private Undecodable refusal(String frame) {
        DecodeOutcome outcome = decode(frame);
        assertThat(outcome).isInstanceOf(Undecodable.class);
        return (Undecodable) outcome;
    }

    private ClientAction asked(String frame) {
        return ((Decoded) decode(frame)).actions().getFirst();
    }

    private JsonNode dataOf(String frame) {
        return ((ClientAction.Publish) asked(frame)).data();
    }

    private static String publishing(String data) {
        return "{\"action\":\"publish\",\"id\":\"q\",\"room\":\"order:1\",\"event\":\"a\",\"data\":" + data + "}";
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    /** A text that brings {@link #publishing} to the limit and {@code over} bytes past it. */
    private static String filling(String letter, int over) {
        int free = 131_072 - publishing("\"\"").length() + over;
        int size = letter.getBytes(StandardCharsets.UTF_8).length;
        return "\"" + letter.repeat(free / size) + "x".repeat(free % size) + "\"";
    }
}
