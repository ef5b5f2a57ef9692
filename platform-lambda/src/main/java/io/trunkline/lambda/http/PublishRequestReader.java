package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.wire.Addresses;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the fields of a publish request; throws {@link BadRequestException} that names the first that is wrong. */
final class PublishRequestReader {
    static final Set<String> FIELDS = Set.of("to", "rooms", "event", "data", "wait", "last", "idempotencyKey");
    private static final Pattern EVENT_NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
    private static final int MAX_ROOMS = 10;

    /** Longest piece of a caller's own text that is said back. */
    private static final int MAX_QUOTED = 64;

    private PublishRequestReader() {}

    static PublishRequest read(JsonNode body) {
        if (!body.isObject()) {
            throw badField("an event must be an object");
        }
        onlyFields(body, FIELDS);
        List<RoomName> rooms = rooms(body);
        boolean last = flag(body, "last");
        if (last && (rooms.size() != 1 || !(rooms.getFirst() instanceof RoomName.Topic))) {
            throw badField("last needs exactly one room, of a kind that is joined by name");
        }
        return new PublishRequest(rooms, event(body), data(body), flag(body, "wait"), last, idempotencyKey(body));
    }

    /** Throws where {@code body} holds a field that is not of {@code known}. */
    static void onlyFields(JsonNode body, Set<String> known) {
        body.properties().stream()
                .map(java.util.Map.Entry::getKey)
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw badField(quoted(name) + " is not a field of this request");
                });
    }

    static BadRequestException badField(String message) {
        return new BadRequestException(new Rejection(RejectionCode.BAD_FIELD, message));
    }

    private static List<RoomName> rooms(JsonNode body) {
        if (body.has("to") == body.has("rooms")) {
            throw badField("exactly one of to and rooms must be given");
        }
        return body.has("to") ? List.of(address(body.path("to"))) : roomList(body.path("rooms"));
    }

    private static RoomName address(JsonNode to) {
        if (!to.isObject() || to.size() != 1) {
            throw badField("to must hold exactly one of entity, type, user, role, room");
        }
        String kind = to.fieldNames().next();
        Function<String, RoomName> reader = Addresses.reader(kind)
                .orElseThrow(() -> badField(
                        quoted(kind) + " is not a field of to, which holds one of entity, type, user, role, room"));
        return room(to.path(kind), "to." + kind, reader);
    }

    private static List<RoomName> roomList(JsonNode rooms) {
        if (!rooms.isArray() || rooms.isEmpty() || rooms.size() > MAX_ROOMS) {
            throw badField("rooms must list 1 to " + MAX_ROOMS + " rooms");
        }
        List<RoomName> names = new ArrayList<>();
        for (JsonNode room : rooms) {
            names.add(room(room, "each of rooms", RoomName::parse));
        }
        return names.stream().distinct().toList();
    }

    private static RoomName room(JsonNode node, String field, Function<String, RoomName> reader) {
        if (!node.isTextual()) {
            throw badField(field + " must be a text");
        }
        try {
            return reader.apply(node.textValue());
        } catch (MalformedKeyException e) {
            throw new BadRequestException(new Rejection(RejectionCode.BAD_ROOM, String.valueOf(e.getMessage())));
        }
    }

    private static String event(JsonNode body) {
        JsonNode event = body.path("event");
        if (!event.isTextual() || !EVENT_NAME.matcher(event.textValue()).matches()) {
            throw badField("event must be 1 to 128 letters, digits, '_', '.', ':' or '-'");
        }
        return event.textValue();
    }

    private static JsonNode data(JsonNode body) {
        JsonNode data = body.path("data");
        return data instanceof MissingNode ? NullNode.getInstance() : data;
    }

    private static boolean flag(JsonNode body, String name) {
        JsonNode flag = body.path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw badField(name + " must be true or false");
        }
        return flag.asBoolean();
    }

    private static Optional<String> idempotencyKey(JsonNode body) {
        JsonNode key = body.path("idempotencyKey");
        if (key.isMissingNode()) {
            return Optional.empty();
        }
        if (!key.isTextual() || !IdempotencyKey.isKey(key.textValue())) {
            throw badField(IdempotencyKey.RULE);
        }
        return Optional.of(key.textValue());
    }

    private static String quoted(String text) {
        boolean whole = text.codePointCount(0, text.length()) <= MAX_QUOTED;
        return whole ? "'" + text + "'" : "'" + text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "…'";
    }
}
