package io.trunkline.local.ws;

import java.time.Duration;

/**
 * The limits that API Gateway documents for WebSocket APIs.
 *
 * @param frameBytes largest payload of a client's frame
 * @param messageBytes largest message of a client, all frames together
 * @param connectionAge after which a connection is closed, however busy
 * @param idle how long a connection may carry nothing before it is closed
 * @param integrationTimeout how long the gateway waits for a function
 * @param urlChars longest path and query
 */
public record Limits(
        int frameBytes,
        int messageBytes,
        Duration connectionAge,
        Duration idle,
        Duration integrationTimeout,
        int urlChars) {
    /** API Gateway's own, as its quota page has them. */
    public static final Limits AWS = new Limits(
            32 * 1024, 128 * 1024, Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofSeconds(29), 4096);

    public Limits {
        if (frameBytes < 1 || messageBytes < frameBytes || urlChars < 1) {
            throw new IllegalArgumentException("a message holds a frame at least, and a URL a character");
        }
    }
}
