package io.trunkline.core.delivery;

import java.time.Instant;
import java.util.Optional;

/** What the gateway says of a connection. */
public sealed interface Sighting {
    /**
     * It holds it.
     *
     * @param lastActiveAt when something last went over it, where that is said
     */
    record Held(Optional<Instant> lastActiveAt) implements Sighting {}

    /** It holds it no more, or not yet (410). */
    record Gone() implements Sighting {}

    /** It did not say. */
    record Unknown(String reason) implements Sighting {}
}
