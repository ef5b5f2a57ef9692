package io.trunkline.migration.mapping;

import java.util.List;
import java.util.Optional;

/** What older systems' rooms are called here. */
public record RoomNaming(List<Rule> rules) {
    private static final String HOLE = "{id}";

    /**
     * One kind of room.
     *
     * @param theirs with one {@code {id}} at most
     * @param ours empty where the platform joins it by itself
     */
    public record Rule(String theirs, Optional<String> ours) {}

    /** What became of a room's name. */
    public sealed interface Named {
        /** It is called so. */
        record Room(String text) implements Named {}

        /** It needs no joining. */
        record Automatic() implements Named {}

        /** No rule knows it. */
        record Unknown() implements Named {}
    }

    public RoomNaming {
        rules = List.copyOf(rules);
    }

    Named of(String theirs) {
        for (Rule rule : rules) {
            Optional<String> id = match(rule.theirs(), theirs);
            if (id.isPresent()) {
                return rule.ours()
                        .<Named>map(ours -> new Named.Room(ours.replace(HOLE, id.get())))
                        .orElseGet(Named.Automatic::new);
            }
        }
        return new Named.Unknown();
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
