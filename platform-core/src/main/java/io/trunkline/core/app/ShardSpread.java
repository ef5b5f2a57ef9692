package io.trunkline.core.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Over how many shards the rooms of one kind are spread while that number changes. Nobody moves: a subscription stays
 * in the shard that it joined until its connection ends, so for as long as one can last all counts are read.
 *
 * @param joins the count by which whoever joins now finds its shard
 * @param counts all counts by which a live subscription may have found its own, {@code joins} among them
 */
public record ShardSpread(int joins, Set<Integer> counts) {
    /**
     * From a change until anyone joins by the new count. By then every environment reads by both: a definition is
     * cached for half a minute, and serves on for ten minutes where the registry cannot be read.
     */
    public static final Duration JOINED_FROM = Duration.ofMinutes(11);

    /**
     * From a change until the former count is forgotten: whoever joined by it last did so 21 minutes after the change
     * (by a definition of the eleventh minute that served on for ten), and is there for 2 h 10 min; the rest is for
     * clocks.
     */
    public static final Duration READ_UNTIL = Duration.ofHours(2).plusMinutes(45);

    /**
     * A count that was replaced.
     *
     * @param until when it was replaced
     */
    public record Former(int count, Instant until) {
        boolean isRead(Instant now) {
            return now.isBefore(until.plus(READ_UNTIL));
        }
    }

    public ShardSpread {
        counts = Set.copyOf(counts);
        if (!counts.contains(joins)) {
            throw new IllegalArgumentException("who joins must be found");
        }
    }

    /** What {@code now} holds of a count and those before it, in any order. */
    public static ShardSpread at(Instant now, int count, List<Former> formers) {
        List<Former> read =
                formers.stream().filter(former -> former.isRead(now)).toList();
        Set<Integer> counts = new TreeSet<>(Set.of(count));
        read.forEach(former -> counts.add(former.count()));
        // what held JOINED_FROM ago is what every environment knows of
        int joins = read.stream()
                .filter(former -> now.isBefore(former.until().plus(JOINED_FROM)))
                .min(Comparator.comparing(Former::until))
                .map(Former::count)
                .orElse(count);
        return new ShardSpread(joins, counts);
    }

    /** The formers to keep once {@code count} is replaced at {@code now}. */
    public static List<Former> replaced(Instant now, int count, List<Former> formers) {
        List<Former> kept = new ArrayList<>(
                formers.stream().filter(former -> former.isRead(now)).toList());
        kept.add(new Former(count, now));
        return kept;
    }

    /** As many shards as must be read. */
    public int reads() {
        return counts.stream().mapToInt(Integer::intValue).max().orElse(joins);
    }
}
