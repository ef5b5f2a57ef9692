package io.trunkline.core.delivery;

/** How a gateway under test treats a call about one connection. */
public enum Answer {
    HELD,
    GONE,
    THROTTLED,
    TOO_LARGE,
    FORBIDDEN,
    MALFORMED,
    BROKEN,
    /** No answer within the call's time-out. */
    SILENT,
    /** The TCP connection is cut before an answer. */
    CUT
}
