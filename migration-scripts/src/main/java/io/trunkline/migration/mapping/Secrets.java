package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Takes raw tokens out of records: those in the fields that a mapping names, and whatever else looks like one. */
final class Secrets {
    /** A JSON Web Token, anywhere in a text. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

    private Secrets() {}

    /** A copy without them; each is reported. */
    static ObjectNode without(Set<String> named, String origin, ObjectNode fields, List<Repair> repairs) {
        ObjectNode clean = fields.deepCopy();
        for (String secret : named) {
            if (clean.remove(secret) != null) {
                repairs.add(leftBehind(origin, secret));
            }
        }
        strip(clean, "", origin, repairs);
        return clean;
    }

    private static void strip(JsonNode node, String at, String origin, List<Repair> repairs) {
        if (node instanceof ObjectNode object) {
            List<String> names =
                    object.properties().stream().map(Map.Entry::getKey).toList();
            for (String name : names) {
                if (isToken(object.path(name))) {
                    object.remove(name);
                    repairs.add(leftBehind(origin, at + name));
                } else {
                    strip(object.path(name), at + name + ".", origin, repairs);
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = array.size() - 1; i >= 0; i--) {
                if (isToken(array.path(i))) {
                    array.remove(i);
                    repairs.add(leftBehind(origin, at + i));
                } else {
                    strip(array.path(i), at + i + ".", origin, repairs);
                }
            }
        }
    }

    private static boolean isToken(JsonNode node) {
        return node.isTextual() && TOKEN.matcher(node.asText()).find();
    }

    private static Repair leftBehind(String origin, String field) {
        return new Repair(origin, RepairKind.TOKEN_LEFT_BEHIND, field, "a token", "nothing");
    }
}
