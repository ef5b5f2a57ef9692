package io.trunkline.core.app;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code presence: {events: true, grace: 30s}}. */
final class PresenceRuleReader {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,3})([sm])");

    private PresenceRuleReader() {}

    /** Empty where nothing stands there, or something wrong, which is noted. */
    static Optional<PresenceRule> read(DefinitionNode node) {
        if (node.isMissing()) {
            return Optional.empty();
        }
        node.onlyKeys("events", "grace");
        if (!node.isObject()) {
            return Optional.empty();
        }
        boolean announced = node.get("events").flag();
        Optional<Duration> grace = node.get("grace").isMissing()
                ? Optional.of(PresenceRule.USUAL)
                : node.get("grace").key(PresenceRuleReader::time);
        return grace.map(time -> new PresenceRule(announced, time));
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration time = matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
            if (time.compareTo(PresenceRule.SHORTEST) >= 0 && time.compareTo(PresenceRule.LONGEST) <= 0) {
                return time;
            }
        }
        throw new IllegalArgumentException("must be a time from 5s to 10m, such as 15s or 2m");
    }
}
