package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** The standalone order receiver: {@code REGISTER_CONNECTION}, whose answer repeats the user, and {@code NEW_ORDER}. */
final class OrderReceiverWire implements OlderWire {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MERCHANT = "merchant";

    @Override
    public String query(Person person) {
        return "?businessId=" + person.id() + "&entityType=merchant&userId=" + person.user();
    }

    /** The older function looks at neither. */
    @Override
    public Map<String, String> headers(Person person) {
        return Map.of("Authorization", "Bearer " + person.token(), "X-Authorization", person.token());
    }

    /** The number goes where the answer repeats it. */
    @Override
    public String question(Person person, String number) {
        return JSON.createObjectNode()
                .put("type", "REGISTER_CONNECTION")
                .put("businessId", person.id())
                .put("entityType", MERCHANT)
                .put("userType", MERCHANT)
                .put("userId", number)
                // the app writes its local time without a zone
                .put("timestamp", LocalDateTime.now(ZoneOffset.UTC).toString())
                .toString();
    }

    @Override
    public Heard heard(JsonNode frame) {
        return switch (frame.path("type").asText()) {
            case "REGISTERED" -> new Heard(Kind.ANSWER, frame.path("userId").asText());
            case "NEW_ORDER" ->
                new Heard(Kind.PUSH, frame.at("/payload/data/orderId").asText());
            default -> Heard.OTHER;
        };
    }

    @Override
    public Optional<Person> arriving(JsonNode connectEvent) {
        JsonNode query = connectEvent.path("queryStringParameters");
        String business = query.path("businessId").asText();
        return Optional.of(
                new Person(0, MERCHANT + "/" + business, query.path("userId").asText(business), ""));
    }

    @Override
    public Served served(JsonNode frame, String connection, Instant now) {
        return frame.path("type").asText().equals("REGISTER_CONNECTION")
                ? new Served.Answers(JSON.createObjectNode()
                        .put("type", "REGISTERED")
                        .put("connectionId", connection)
                        .put("entityType", MERCHANT)
                        .put("businessId", frame.path("businessId").asText())
                        .put("userId", frame.path("userId").asText())
                        .put("timestamp", now.toString())
                        .toString())
                : new Served.Ignores();
    }

    @Override
    public String push(String id, String number, Instant now) {
        ObjectNode frame = JSON.createObjectNode().put("type", "NEW_ORDER");
        frame.putObject("payload").putObject("data").put("orderId", number).put("businessId", id);
        return frame.toString();
    }

    @Override
    public Published published(String id, String number) {
        return new Published(
                "order.created", JSON.createObjectNode().put("orderId", number).put("businessId", id));
    }

    @Override
    public String numberOf(JsonNode data) {
        return data.path("orderId").asText();
    }
}
