package io.trunkline.core.wire.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.wire.Addresses;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The fields of one frame; the first thing wrong with them is kept, and nothing is thrown. */
final class FrameFields {
    private static final Pattern EVENT_NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    private static final Pattern PLACE = Pattern.compile("[0-9]{1,37}");

    /** Longest piece of a client's own text that is said back to it. */
    private static final int MAX_QUOTED = 64;

    private final Map<String, JsonNode> fields;
    private Optional<Rejection> problem = Optional.empty();

    FrameFields(Map<String, JsonNode> fields) {
        this.fields = fields;
    }

    Optional<Rejection> problem() {
        return problem;
    }

    /** Whether every field is the action or one of {@code known}. */
    boolean holdsOnly(Set<String> known) {
        Optional<String> unknown = fields.keySet().stream()
                .filter(name -> !name.equals("action") && !known.contains(name))
                .findFirst();
        unknown.ifPresent(name -> badField(quoted(name) + " is not a field of this action"));
        return unknown.isEmpty();
    }

    Optional<String> text(String name) {
        return text(field(name), name);
    }

    /** The texts of an object, by name; none where the field is missing. */
    Optional<Map<String, String>> texts(String name) {
        JsonNode object = field(name);
        Map<String, String> texts = new HashMap<>();
        boolean valid = object.isMissingNode() || object.isObject();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            valid &= entry.getValue().isTextual();
            texts.put(entry.getKey(), entry.getValue().asText());
        }
        if (!valid) {
            badField(name + " must be an object of texts");
        }
        return valid ? Optional.of(texts) : Optional.empty();
    }

    Optional<RoomName> room() {
        return text("room").flatMap(text -> key(text, RoomName::parse));
    }

    Optional<String> event() {
        Optional<String> event =
                text("event").filter(text -> EVENT_NAME.matcher(text).matches());
        if (event.isEmpty()) {
            badField("event must be 1 to 128 letters, digits, '_', '.', ':' or '-'");
        }
        return event;
    }

    /** What {@code since} says; {@code position} is empty where it says nothing. */
    record Since(Optional<Position> position) {}

    /** Where to begin; empty where what stands there is no position. */
    Optional<Since> since() {
        if (field("since").isMissingNode()) {
            return Optional.of(new Since(Optional.empty()));
        }
        Optional<Position> position = Optional.of(field("since"))
                .filter(JsonNode::isTextual)
                .flatMap(node -> Position.parse(node.textValue()));
        if (position.isEmpty()) {
            badField("since must be a position as the server gave it, epoch:offset");
        }
        return position.map(found -> new Since(Optional.of(found)));
    }

    /** Where an earlier answer ended; {@code text} is empty where it is not said. */
    record Place(Optional<String> text) {}

    /** Where to go on; empty where what stands there was never given out. */
    Optional<Place> place(String name) {
        JsonNode node = field(name);
        if (node.isMissingNode()) {
            return Optional.of(new Place(Optional.empty()));
        }
        if (!node.isTextual() || !PLACE.matcher(node.textValue()).matches()) {
            badField(name + " must be the next of an earlier answer, as the server gave it");
            return Optional.empty();
        }
        return Optional.of(new Place(Optional.of(node.textValue())));
    }

    /** What {@code idempotencyKey} says; {@code key} is empty where there is none. */
    record Once(Optional<String> key) {}

    /** The sender's own key; empty where what stands there is none. */
    Optional<Once> idempotencyKey() {
        JsonNode key = field("idempotencyKey");
        if (key.isMissingNode()) {
            return Optional.of(new Once(Optional.empty()));
        }
        if (!key.isTextual() || !IdempotencyKey.isKey(key.textValue())) {
            badField(IdempotencyKey.RULE);
            return Optional.empty();
        }
        return Optional.of(new Once(Optional.of(key.textValue())));
    }

    /** The whole number from 1 to {@code most}, or {@code usual} where there is none. */
    Optional<Integer> number(String name, int most, int usual) {
        JsonNode node = field(name);
        if (node.isMissingNode()) {
            return Optional.of(usual);
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1 || node.intValue() > most) {
            badField(name + " must be a whole number from 1 to " + most);
            return Optional.empty();
        }
        return Optional.of(node.intValue());
    }

    /** Whatever stands there; null where nothing does. */
    JsonNode data() {
        JsonNode data = field("data");
        return data.isMissingNode() ? NullNode.getInstance() : data;
    }

    /** Whom {@code to} means. */
    Optional<RoomName> address() {
        JsonNode to = field("to");
        if (!to.isObject() || to.size() != 1) {
            badField("to must hold exactly one of entity, type, user, role, room");
            return Optional.empty();
        }
        String kind = to.fieldNames().next();
        Optional<Function<String, RoomName>> parse = Addresses.reader(kind);
        if (parse.isEmpty()) {
            badField(quoted(kind) + " is not a field of to, which holds one of entity, type, user, role, room");
            return Optional.empty();
        }
        return text(to.path(kind), "to." + kind).flatMap(text -> key(text, parse.get()));
    }

    private Optional<String> text(JsonNode node, String name) {
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        }
        badField(node.isMissingNode() ? name + " is missing" : name + " must be a text");
        return Optional.empty();
    }

    private Optional<RoomName> key(String text, Function<String, RoomName> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (MalformedKeyException e) {
            note(new Rejection(RejectionCode.BAD_ROOM, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private JsonNode field(String name) {
        return fields.getOrDefault(name, MissingNode.getInstance());
    }

    private void badField(String message) {
        note(new Rejection(RejectionCode.BAD_FIELD, message));
    }

    private void note(Rejection rejection) {
        if (problem.isEmpty()) {
            problem = Optional.of(rejection);
        }
    }

    private static String quoted(String text) {
        boolean whole = text.codePointCount(0, text.length()) <= MAX_QUOTED;
        return whole ? "'" + text + "'" : "'" + text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "…'";
    }
}
