package io.trunkline.core.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an app asks of its clients' connections beside a token.
 *
 * @param platforms what a client may say that it runs on, the first where it says nothing; any where empty
 * @param single whether a user's new session ends the others
 * @param restoreRooms for how long the rooms that a device had joined by name come back to it; empty for not at all
 */
public record SessionRules(List<String> platforms, boolean single, Optional<Duration> restoreRooms) {
    /** Nothing is asked. */
    public static final SessionRules NONE = new SessionRules(List.of(), false);

    /** Rules of an app whose clients join their rooms again by themselves. */
    public SessionRules(List<String> platforms, boolean single) {
        this(platforms, single, Optional.empty());
    }

    public SessionRules {
        platforms = List.copyOf(platforms);
    }

    /** Whether it has to be known which of a user's devices a connection is on. */
    public boolean tellsDevicesApart() {
        return single || restoreRooms.isPresent();
    }

    /** What a client that says {@code said} runs on; empty where it said nothing and nothing is asked. */
    public Optional<String> platform(Optional<String> said) {
        return said.or(() -> platforms.stream().findFirst());
    }

    /** Whether a client may run on {@code platform}. */
    public boolean admits(Optional<String> platform) {
        return platforms.isEmpty() || platform.filter(platforms::contains).isPresent();
    }
}
