package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a value stands in a record: the first of some places that has one. */
public record Value(List<Place> places) {
    /**
     * One place.
     *
     * @param field its name, with dots for fields within fields
     * @param constant in the place of a field
     * @param after a beginning that the value must have, and that is taken off
     * @param sha256 whether the value's SHA-256 in hex stands for it, so that it goes no further itself
     */
    public record Place(
            Optional<String> field, Optional<String> constant, Optional<String> after, boolean lower, boolean sha256) {}

    public Value {
        places = List.copyOf(places);
    }

    static Value ofField(String name) {
        return new Value(List.of(new Place(Optional.of(name), Optional.empty(), Optional.empty(), false, false)));
    }

    Optional<String> in(ObjectNode fields) {
        return places.stream().flatMap(place -> text(place, fields).stream()).findFirst();
    }

    /** The field that the value comes from, for reports. */
    String name() {
        return places.getFirst().field().orElse("");
    }

    private static Optional<String> text(Place place, ObjectNode fields) {
        Optional<String> found = place.constant()
                .or(() -> place.field()
                        .map(name -> at(fields, name))
                        .filter(JsonNode::isValueNode)
                        .filter(node -> !node.isNull())
                        .map(Value::plain))
                .filter(text -> !text.isEmpty());
        if (place.after().isPresent()) {
            String start = place.after().get();
            found = found.filter(text -> text.startsWith(start)).map(text -> text.substring(start.length()));
        }
        if (place.lower()) {
            found = found.map(text -> text.toLowerCase(Locale.ROOT));
        }
        return place.sha256() ? found.map(Value::sha256) : found;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String plain(JsonNode node) {
        return node.isNumber() ? node.decimalValue().stripTrailingZeros().toPlainString() : node.asText();
    }

    static JsonNode at(ObjectNode fields, String name) {
        JsonNode whole = fields.path(name);
        if (!whole.isMissingNode()) {
            return whole;
        }
        JsonNode node = fields;
        for (String part : name.split("\\.", -1)) {
            node = node.path(part);
        }
        return node;
    }
}
