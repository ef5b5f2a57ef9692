package io.trunkline.core.app;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code durable: {keep: 500, for: 24h}}. */
final class RetentionReader {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

    private RetentionReader() {}

    /** Empty where nothing stands there, or something wrong, which is noted. */
    static Optional<Retention> read(DefinitionNode node) {
        if (node.isMissing()) {
            return Optional.empty();
        }
        node.onlyKeys("keep", "for");
        if (!node.isObject()) {
            return Optional.empty();
        }
        if (node.get("keep").isMissing()) {
            node.get("keep").problem("is missing");
        }
        Optional<Integer> keep = node.get("keep").optionalNumber(1, Retention.MOST_EVENTS);
        Optional<Duration> keepFor = node.get("for").key(RetentionReader::time);
        return keep.flatMap(events -> keepFor.map(time -> new Retention(events, time)));
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration time =
                    switch (matcher.group(2)) {
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (time.compareTo(Retention.SHORTEST) >= 0 && time.compareTo(Retention.LONGEST) <= 0) {
                return time;
            }
        }
        throw new IllegalArgumentException("must be a time from 1m to 30d, such as 30m, 24h or 7d");
    }
}
