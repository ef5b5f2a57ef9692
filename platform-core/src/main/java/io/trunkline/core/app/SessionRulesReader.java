package io.trunkline.core.app;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code platforms}, {@code sessions} and {@code restoreRooms} of an app. */
final class SessionRulesReader {
    private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,3})([sm])");
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private SessionRulesReader() {}

    static SessionRules read(DefinitionNode app) {
        Set<String> platforms = new LinkedHashSet<>();
        for (DefinitionNode platform : app.get("platforms").elements()) {
            platform.text().ifPresent(name -> {
                if (!name.matches("[A-Za-z0-9_.-]{1,32}")) {
                    platform.problem("must be 1 to 32 letters, digits, '_', '.' or '-'");
                } else if (!platforms.add(name)) {
                    platform.problem("names the platform '" + name + "' twice");
                }
            });
        }
        DefinitionNode sessions = app.get("sessions");
        boolean single = !sessions.isMissing()
                && sessions.oneOf(Set.of("many", "single"))
                        .filter("single"::equals)
                        .isPresent();
        Optional<Duration> restoreRooms = app.get("restoreRooms").isMissing()
                ? Optional.empty()
                : app.get("restoreRooms").key(SessionRulesReader::time);
        return new SessionRules(List.copyOf(platforms), single, restoreRooms);
    }

    private static Duration time(String text) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration time = matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
            if (time.compareTo(LONGEST) <= 0) {
                return time;
            }
        }
        throw new IllegalArgumentException("must be a time from 1s to 10m, such as 60s");
    }
}
