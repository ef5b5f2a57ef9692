package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * CareConnect: a client says in its first frame who it is. {@code subscribe-to-updates}, whose answer repeats what was
 * subscribed to, and {@code medication-reminder}.
 */
final class CareConnectWire implements OlderWire {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PUSH = "medication-reminder";
    private static final String TYPE = "type";

    static String email(Person person) {
        return "patient" + person.user() + "@example.com";
    }

    @Override
    public String query(Person person) {
        return "";
    }

    @Override
    public Optional<String> firstFrame(Person person) {
        return Optional.of(JSON.createObjectNode()
                .put(TYPE, "authenticate")
                .put("token", person.token())
                .toString());
    }

    @Override
    public String question(Person person, String number) {
        ObjectNode frame = JSON.createObjectNode().put(TYPE, "subscribe-to-updates");
        frame.putArray("updateTypes").add(number);
        return frame.toString();
    }

    @Override
    public Heard heard(JsonNode frame) {
        return switch (frame.path(TYPE).asText()) {
            case "authentication-success" -> new Heard(Kind.LET_IN, "");
            case "subscription-confirmed" ->
                new Heard(Kind.ANSWER, frame.at("/subscribedTo/0").asText());
            case PUSH -> new Heard(Kind.PUSH, numberOf(frame));
            default -> Heard.OTHER;
        };
    }

    @Override
    public Optional<Person> arriving(JsonNode connectEvent) {
        return Optional.empty();
    }

    @Override
    public Served served(JsonNode frame, String connection, Instant now) {
        return switch (frame.path(TYPE).asText()) {
            case "authenticate" -> {
                JsonNode claims = Tokens.claims(frame.path("token").asText());
                String user = claims.path("userId").asText();
                yield new Served.Enters(
                        new Person(0, "patient/" + user, user, ""),
                        JSON.createObjectNode()
                                .put(TYPE, "authentication-success")
                                .put("userId", Long.parseLong(user))
                                .put("userEmail", claims.path("sub").asText())
                                .put("userRole", claims.path("role").asText())
                                .toString());
            }
            case "subscribe-to-updates" -> {
                ObjectNode answer = JSON.createObjectNode().put(TYPE, "subscription-confirmed");
                answer.set("subscribedTo", frame.path("updateTypes"));
                yield new Served.Answers(
                        answer.put("timestamp", now.toEpochMilli()).toString());
            }
            default -> new Served.Ignores();
        };
    }

    @Override
    public String push(String id, String number, Instant now) {
        return data(number).put(TYPE, PUSH).put("timestamp", now.toEpochMilli()).toString();
    }

    private static ObjectNode data(String number) {
        return JSON.createObjectNode()
                .put("medicationName", number)
                .put("reminderTime", "08:00")
                .put("message", "Time to take your " + number);
    }

    @Override
    public Published published(String id, String number) {
        return new Published(PUSH, data(number));
    }

    @Override
    public String numberOf(JsonNode data) {
        return data.path("medicationName").asText();
    }
}
