package io.trunkline.core.app;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * That an app's clients may connect without a token and say who they are in their first frame.
 *
 * @param perMinutePerAddress connects without a token from one address; the platform's default where absent
 * @param visitors whether some may stay without saying who they are
 */
public record FirstFrame(OptionalInt perMinutePerAddress, Optional<Visitors> visitors) {
    /** With the default limit. */
    public static final FirstFrame USUAL = new FirstFrame(OptionalInt.empty(), Optional.empty());
}
