package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * 27 Manufacturing: {@code unsubscribe} from an order's room, which the answer names and which changes no record, and
 * {@code order:created}.
 */
final class Manufacturing27Wire implements OlderWire {
    static final String BRANCH = "64b000000000000000000001";
    static final String ROLE = "manager";
    static final String PLATFORM = "electron";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ACTION = "unsubscribe";
    private static final String ROOM = "order:";

    @Override
    public String query(Person person) {
        return "?token=" + person.token() + "&platform=" + PLATFORM;
    }

    /** An order's id: 24 hex digits. */
    @Override
    public String number(Person person, int n) {
        return String.format("%012x%012x", person.serial(), n);
    }

    @Override
    public String question(Person person, String number) {
        ObjectNode frame = JSON.createObjectNode().put("action", ACTION);
        frame.putObject("data").put("room", ROOM + number);
        return frame.toString();
    }

    @Override
    public Heard heard(JsonNode frame) {
        if (frame.path("action").asText().equals(ACTION)
                && frame.path("success").asBoolean()) {
            return new Heard(Kind.ANSWER, frame.path("room").asText().substring(ROOM.length()));
        }
        return frame.path("type").asText().equals("order:created")
                ? new Heard(Kind.PUSH, numberOf(frame.path("data")))
                : Heard.OTHER;
    }

    /** By its token, which the older function only reads here: this machine has minted it. */
    @Override
    public Optional<Person> arriving(JsonNode connectEvent) {
        JsonNode claims =
                Tokens.claims(connectEvent.at("/queryStringParameters/token").asText());
        String user = claims.path("userId").asText();
        return Optional.of(new Person(0, ROLE + "/" + user, user, ""));
    }

    @Override
    public Served served(JsonNode frame, String connection, Instant now) {
        return frame.path("action").asText().equals(ACTION)
                ? new Served.Answers(JSON.createObjectNode()
                        .put("action", ACTION)
                        .put("success", true)
                        .put("room", frame.at("/data/room").asText())
                        .put("message", "Unsubscribed successfully")
                        .toString())
                : new Served.Ignores();
    }

    @Override
    public String push(String id, String number, Instant now) {
        ObjectNode frame = JSON.createObjectNode().put("type", "order:created");
        frame.putObject("data").put("orderId", number);
        return frame.put("timestamp", now.toString()).put("version", "1.0").toString();
    }

    @Override
    public Published published(String id, String number) {
        return new Published("order:created", JSON.createObjectNode().put("orderId", number));
    }

    @Override
    public String numberOf(JsonNode data) {
        return data.path("orderId").asText();
    }
}
