package io.trunkline.migration.mapping;

import java.util.List;
import java.util.Optional;

/** What older systems' rooms are called here; who may be in one is the tenant's rule to say. */
public record RoomNaming(List<Rule> rules) {
    private static final String HOLE = "{id}";

    /** One kind of room, theirs and ours, with one {@code {id}} at most. */
    public record Rule(String theirs, String ours) {}

    public RoomNaming {
        rules = List.copyOf(rules);
    }

    /** Empty where no rule knows it. */
    Optional<String> of(String theirs) {
        return rules.stream()
                .flatMap(rule -> match(rule.theirs(), theirs).map(id -> filled(rule.ours(), id)).stream())
                .findFirst();
    }

    /** {@code ours} with {@code id} in its hole. */
    static String filled(String ours, String id) {
        return ours.replace(HOLE, id);
    }

    private static Optional<String> match(String pattern, String text) {
        int hole = pattern.indexOf(HOLE);
        if (hole < 0) {
            return pattern.equals(text) ? Optional.of("") : Optional.empty();
        }
        String start = pattern.substring(0, hole);
        String end = pattern.substring(hole + HOLE.length());
        return text.length() > start.length() + end.length() && text.startsWith(start) && text.endsWith(end)
                ? Optional.of(text.substring(start.length(), text.length() - end.length()))
                : Optional.empty();
    }
}
