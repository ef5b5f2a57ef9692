package io.trunkline.core.message;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an event stands in a durable room's history, and up to where a client has it. Offsets of one epoch are 1, 2, 3
 * … without a gap; 0 is before the first. Another epoch is another history: what came before it is lost, and offsets of
 * two epochs say nothing about each other.
 *
 * <p>Clients keep its text, {@code epoch:offset}, and send it back as it is.
 *
 * @param epoch 1 to 32 small letters and digits, drawn at random
 * @param offset at most {@link #MAX_OFFSET}
 */
public record Position(String epoch, long offset) {
    /** The largest offset, of 18 digits. */
    public static final long MAX_OFFSET = 999_999_999_999_999_999L;

    private static final Pattern EPOCH = Pattern.compile("[0-9a-z]{1,32}");
    private static final Pattern TEXT = Pattern.compile("([0-9a-z]{1,32}):(0|[1-9][0-9]{0,17})");

    public Position {
        if (!EPOCH.matcher(epoch).matches()) {
            throw new IllegalArgumentException("an epoch is 1 to 32 small letters and digits");
        }
        if (offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException("an offset has 1 to 18 digits");
        }
    }

    /** The position of this text; empty where it is none. A position has one text only. */
    public static Optional<Position> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Position(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** {@code epoch:offset}. */
    @Override
    public String toString() {
        return epoch + ":" + offset;
    }
}
