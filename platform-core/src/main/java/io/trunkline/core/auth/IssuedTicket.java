package io.trunkline.core.auth;

import java.time.Instant;

/**
 * A ticket that was just made.
 *
 * @param text what the client connects with, as {@code ?ticket=…}; it can be had here and never again
 */
public record IssuedTicket(String text, Instant usableUntil) {
    /** Names no ticket. */
    @Override
    public String toString() {
        return "IssuedTicket[until " + usableUntil + "]";
    }
}
