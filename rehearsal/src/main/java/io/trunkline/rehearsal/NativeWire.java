package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code trunkline.v1}, which an update of an older app may speak, through the older door too once that leads here.
 *
 * @param numberOf the number in a published event's data
 */
record NativeWire(Function<JsonNode, String> numberOf) implements ClientWire {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Override
    public String query(Person person) {
        return "";
    }

    @Override
    public Map<String, String> headers(Person person) {
        return Map.of("Authorization", "Bearer " + person.token());
    }

    @Override
    public Optional<String> subprotocol() {
        return Optional.of("trunkline.v1");
    }

    @Override
    public String question(Person person, String number) {
        return JSON.createObjectNode().put("action", "hello").put("id", number).toString();
    }

    @Override
    public Heard heard(JsonNode frame) {
        return switch (frame.path("type").asText()) {
            case "reply" -> new Heard(Kind.ANSWER, frame.path("id").asText());
            case "event" -> new Heard(Kind.PUSH, numberOf.apply(frame.path("data")));
            case "goaway" ->
                frame.has("url") ? new Heard(Kind.MOVE, frame.path("url").asText()) : Heard.OTHER;
            default -> Heard.OTHER;
        };
    }
}
