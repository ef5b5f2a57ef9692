package io.trunkline.core.app;

import java.util.OptionalInt;

/**
 * That an app's clients may connect without a token and say who they are in their first frame.
 *
 * @param perMinutePerAddress connects without a token from one address; the platform's default where absent
 */
public record FirstFrame(OptionalInt perMinutePerAddress) {
    /** With the default limit. */
    public static final FirstFrame USUAL = new FirstFrame(OptionalInt.empty());
}
