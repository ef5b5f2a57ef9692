package io.trunkline.local.connections;

/** What became of a message posted to a client. */
public enum PostResult {
    /** The message stands in the client's outbound buffer. */
    ACCEPTED,
    /** There is no such connection, or no longer. */
    GONE,
    /** The client reads too slowly: its outbound buffer is full. */
    BUFFER_FULL
}
