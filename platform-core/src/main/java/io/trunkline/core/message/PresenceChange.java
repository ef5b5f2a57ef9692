package io.trunkline.core.message;

import java.util.Locale;

/** What became of an entity's being in a room; its text is its name on the wire. */
public enum PresenceChange {
    JOINED,
    LEFT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
