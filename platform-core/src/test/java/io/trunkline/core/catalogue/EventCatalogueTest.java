package io.trunkline.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events held to their schemas, whatever either of them holds. */
class EventCatalogueTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String ORDER = """
        {"$schema": "https://json-schema.org/draft/2020-12/schema",
         "type": "object",
         "required": ["orderId", "newStatus"],
         "properties": {"orderId": {"$ref": "#/$defs/id"}, "newStatus": {"enum": ["approved", "done"]},
                        "count": {"type": "integer", "minimum": 1}},
         "$defs": {"id": {"type": "string", "pattern": "^[0-9a-f]{24}$"}}}
        """;

    private static JsonNode json(String text) {
        return EventCatalogue.read(text);
    }

    private static EventVerdict check(String schema, String data) {
        return check(schema, json(data));
    }

    private static EventVerdict check(String schema, JsonNode data) {
        assertThat(EventCatalogue.problems(json(schema))).isEmpty();
        return EventCatalogue.of(Map.of("order:changed", json(schema))).check("order:changed", data);
    }

    private static String reason(EventVerdict verdict) {
        return verdict instanceof EventVerdict.Unfit unfit ? unfit.reason() : "it fits";
    }

    @Test
    void whatIsAsTheSchemaSaysFits() {
        assertThat(check(ORDER, """
            {"orderId": "64c000000000000000000001", "newStatus": "done", "count": 2.0, "more": null}\
            """)).isEqualTo(new EventVerdict.Fits());
    }

    @Test
    void whatIsNotIsToldWithItsPlaceAndWithoutItsData() {
        assertThat(reason(check(ORDER, "{\"orderId\": \"secret\", \"newStatus\": \"done\"}")))
                .contains("data/orderId")
                .doesNotContain("secret");
        assertThat(reason(check(ORDER, "{\"orderId\": \"64c000000000000000000001\"}")))
                .contains("newStatus");
        assertThat(reason(check(ORDER, """
            {"orderId": "64c000000000000000000001", "newStatus": "secret", "count": 0}\
            """)))
                .contains("data/newStatus")
                .contains("data/count")
                .doesNotContain("secret");
        assertThat(reason(check(ORDER, "[1]"))).contains("data");
    }

    @Test
    void anEventThatIsNotInTheCatalogueIsUnfit() {
        assertThat(reason(
                        EventCatalogue.of(Map.of("order:changed", json(ORDER))).check("order:chnaged", json("{}"))))
                .isEqualTo("'order:chnaged' is not in the catalogue of events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"type\": \"objekt\"}",
                "{\"type\": 7}",
                "{\"requried\": [\"a\"]}",
                "{\"required\": \"a\"}",
                "{\"properties\": []}",
                "{\"properties\": {\"a\": 7}}",
                "{\"$ref\": \"https://example.com/schema.json\"}",
                "{\"$ref\": \"file:///etc/passwd\"}",
                "{\"$ref\": \"#\"}",
                "{\"$ref\": \"#/$defs/none\"}",
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"items\": {\"$ref\": \"#/$defs/a\"}}}}",
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\":"
                        + " \"#/$defs/a\"}}}",
                "{\"$id\": \"https://example.com/x\"}",
                "{\"$dynamicRef\": \"#a\"}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
                "{\"$schema\": \"https://example.com/mine\"}",
                "{\"properties\": {\"a\": {\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"}}}",
                "{\"pattern\": \"[a\"}",
                "{\"patternProperties\": {\"^a\": true}}",
                "{\"multipleOf\": 0}",
                "{\"multipleOf\": 1e-99999}",
                "{\"maximum\": 1e99999}",
                "{\"const\": {\"deep\": [1e99999]}}",
                "{\"minLength\": -1}"
            })
    void aSchemaThatIsNoneOrAsksTooMuchIsRefused(String schema) {
        assertThat(assertTimeoutPreemptively(SOON, () -> EventCatalogue.problems(json(schema))))
                .isNotEmpty();
    }

    @Test
    void aSchemaThatDoublesItselfManyTimesIsRefused() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/d0");
        ObjectNode defs = schema.putObject("$defs");
        for (int i = 0; i < 60; i++) {
            ArrayNode both = defs.putObject("d" + i).putArray("allOf");
            both.addObject().put("$ref", "#/$defs/d" + (i + 1));
            both.addObject().put("$ref", "#/$defs/d" + (i + 1));
        }
        defs.putObject("d60").put("type", "object");

        assertThat(assertTimeoutPreemptively(SOON, () -> EventCatalogue.problems(schema)))
                .singleElement()
                .asString()
                .contains("more than 2000 parts");
    }

    @Test
    void aPatternThatGoesOverATextAgainAndAgainEnds() {
        String hostile = "{\"pattern\": \"^(a+)+\\\\1z$\"}";
        JsonNode text = JsonNodeFactory.instance.textNode("a".repeat(60) + "!");

        assertThat(reason(assertTimeoutPreemptively(SOON, () -> check(hostile, text))))
                .contains("too large or too deep to be checked");
    }

    @Test
    void aLongTextIsNotMatched() {
        JsonNode text = JsonNodeFactory.instance.textNode("a".repeat(100_000));

        assertThat(reason(assertTimeoutPreemptively(SOON, () -> check("{\"pattern\": \"^(a|b)*$\"}", text))))
                .contains("longer than a text with a pattern may be");
    }

    @Test
    void aLongListOfThingsThatMustDifferEnds() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 20_000; i++) {
            list.addObject().put("n", i);
        }

        assertThat(assertTimeoutPreemptively(SOON, () -> check("{\"uniqueItems\": true}", list)))
                .isInstanceOf(EventVerdict.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"multipleOf\": 0.01}", "{\"minimum\": 3}", "{\"type\": \"integer\"}", "{\"const\": 3}"})
    void aNumberBeyondAllMeasureEnds(String schema) {
        JsonNode number = json("1e999999999");

        assertThat(assertTimeoutPreemptively(SOON, () -> check(schema, number))).isInstanceOf(EventVerdict.Unfit.class);
    }

    @Test
    void aLargeEventIsCheckedWhole() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 10_000; i++) {
            list.addObject().put("id", "64c000000000000000000001").put("n", i);
        }

        assertThat(check("""
            {"type": "array", "items": {"type": "object", "required": ["id"],
             "properties": {"id": {"type": "string", "pattern": "^[0-9a-f]{24}$"}, "n": {"type": "integer"}}}}\
            """, list)).isEqualTo(new EventVerdict.Fits());
    }
}
