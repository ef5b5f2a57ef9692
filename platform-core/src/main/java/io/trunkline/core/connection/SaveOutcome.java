package io.trunkline.core.connection;

/** What became of a connection that was to be stored. */
public enum SaveOutcome {
    SAVED,
    /** Its disconnect came first; nothing was stored, and it must not be. */
    OVERTAKEN,
    /** It is stored as somebody else, who stays: two first frames with tokens of two people met. */
    TAKEN
}
