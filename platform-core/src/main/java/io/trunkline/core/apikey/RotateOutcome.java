package io.trunkline.core.apikey;

import java.time.Instant;

/** What became of a key that was to be replaced. */
public sealed interface RotateOutcome {
    /**
     * There is a new one with the same name and scopes.
     *
     * @param oldUntil until when the old one opens too
     */
    record Rotated(IssuedApiKey issued, Instant oldUntil) implements RotateOutcome {}

    /** There is no such key, or it has ended already. */
    record NoLiveKey() implements RotateOutcome {}
}
