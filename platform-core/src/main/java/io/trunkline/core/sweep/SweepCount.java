package io.trunkline.core.sweep;

/** What a sweep counts. */
public enum SweepCount {
    /** Connections past the two hours that one can last, removed. */
    EXPIRED("expired"),
    /** Connections that the gateway was asked about. */
    ASKED("asked"),
    /** Connections that the gateway no longer holds, removed. */
    GHOSTS("ghosts"),
    /**
     * Connections that the gateway holds although it should have cut them for idleness. Only counted: whether its
     * lastActiveAt knows of a client's pings is not documented.
     */
    IDLE("idle"),
    /** Clients told that their token has expired. */
    EXPIRY_GOAWAYS("expiryGoaways"),
    /** Clients asked to reconnect before the gateway cuts them. */
    RECONNECT_GOAWAYS("reconnectGoaways"),
    /** Connections closed, the grace after their token's expiry being over. */
    CLOSED("closed"),
    /** Subscriptions of connections that are not there, removed. */
    ORPHANS("orphans"),
    /** Subscriptions whose connection is not there yet and may still be connecting; left alone. */
    YOUNG("young"),
    /** Entities that have left a room that keeps presence, told to it where it asks for that. */
    DEPARTURES("departures"),
    /** Stored rows that cannot be read; they go with their time to live. */
    UNREADABLE("unreadable"),
    /** Rows whose turn did not come before the deadline; the next pass sees them again. */
    LEFT("left"),
    /** Whatever failed; the log has why. */
    ERRORS("errors");

    private final String label;

    SweepCount(String label) {
        this.label = label;
    }

    /** Its name in logs and in what the function returns. */
    public String label() {
        return label;
    }
}
