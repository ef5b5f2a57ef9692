package io.trunkline.core.app;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads how an app's clients say who they are. */
final class FirstFrameReader {
    private static final int MOST = 100_000;

    private FirstFrameReader() {}

    static Optional<FirstFrame> read(DefinitionNode app) {
        DefinitionNode how = app.get("authenticate");
        DefinitionNode limit = app.get("waitingPerMinutePerAddress");
        boolean firstFrame = !how.isMissing()
                && how.oneOf(Set.of("handshake", "first-frame"))
                        .filter("first-frame"::equals)
                        .isPresent();
        if (!firstFrame) {
            if (!limit.isMissing()) {
                limit.problem("needs 'authenticate: first-frame'");
            }
            return Optional.empty();
        }
        return Optional.of(new FirstFrame(
                limit.optionalNumber(1, MOST).map(OptionalInt::of).orElse(OptionalInt.empty())));
    }
}
