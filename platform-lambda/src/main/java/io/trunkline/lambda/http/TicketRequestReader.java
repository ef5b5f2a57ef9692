package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the fields of a ticket request; throws {@link BadRequestException} that names the first that is wrong. */
final class TicketRequestReader {
    static final Set<String> STATED = Set.of("app", "user", "entity", "roles", "scopes", "for");
    static final Set<String> OWN = Set.of("app", "selection");

    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,4})([smhd])");
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int MAX_SELECTED = 8;
    private static final int MAX_TEXT = 1024;

    private TicketRequestReader() {}

    static TicketRequest.Stated stated(JsonNode body) {
        PublishRequestReader.onlyFields(body, STATED);
        return new TicketRequest.Stated(
                key("app", text(body, "app"), AppId::new),
                PathKeys.user(text(body, "user")),
                PathKeys.entity(text(body, "entity")),
                roles(body.path("roles")),
                scopes(body.path("scopes")),
                body.has("for") ? time(text(body, "for")) : USUAL);
    }

    static TicketRequest.Own own(JsonNode body) {
        PublishRequestReader.onlyFields(body, OWN);
        Map<String, String> selection = new HashMap<>();
        JsonNode selected = body.path("selection");
        if (!selected.isMissingNode() && (!selected.isObject() || selected.size() > MAX_SELECTED)) {
            throw PublishRequestReader.badField("selection must be an object of at most " + MAX_SELECTED + " texts");
        }
        selected.properties().forEach(entry -> selection.put(entry.getKey(), text(selected, entry.getKey())));
        if (selection.containsKey("app") || selection.containsKey("token") || selection.containsKey("ticket")) {
            throw PublishRequestReader.badField("selection names an entity; app, token and ticket have no place in it");
        }
        return new TicketRequest.Own(
                body.has("app") ? Optional.of(key("app", text(body, "app"), AppKey::parse)) : Optional.empty(),
                selection);
    }

    private static String text(JsonNode body, String name) {
        JsonNode text = body.path(name);
        if (!text.isTextual() || text.textValue().isEmpty() || text.textValue().length() > MAX_TEXT) {
            throw PublishRequestReader.badField(name + " must be a text of 1 to " + MAX_TEXT + " characters");
        }
        return text.textValue();
    }

    private static List<String> texts(JsonNode list, String name) {
        if (list.isMissingNode()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.isTextual() ? element.textValue() : ""));
        if (!list.isArray() || texts.contains("")) {
            throw PublishRequestReader.badField(name + " must be a list of texts");
        }
        return texts;
    }

    private static Set<String> roles(JsonNode list) {
        Set<String> roles = new LinkedHashSet<>();
        texts(list, "roles").forEach(role -> roles.add(key("roles", role, name -> new RoomName.Role(name).role())));
        return roles;
    }

    private static Set<Scope> scopes(JsonNode object) {
        if (!object.isMissingNode() && !object.isObject()) {
            throw PublishRequestReader.badField("scopes must hold a list of values by the scope's name");
        }
        Set<Scope> scopes = new LinkedHashSet<>();
        object.properties().forEach(entry -> texts(entry.getValue(), "each of scopes")
                .forEach(value -> scopes.add(key("scopes", value, id -> new Scope(entry.getKey(), id)))));
        return scopes;
    }

    private static <T> T key(String field, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (MalformedKeyException e) {
            throw PublishRequestReader.badField(field + ": " + e.getMessage());
        }
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration time =
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (time.compareTo(LONGEST) <= 0) {
                return time;
            }
        }
        throw PublishRequestReader.badField("for must be a time of at most 1d, such as 90s, 15m or 8h");
    }
}
