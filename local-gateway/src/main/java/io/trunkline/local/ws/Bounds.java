package io.trunkline.local.ws;

import java.time.Duration;

/**
 * What keeps a gateway on one machine alive under hostile clients; AWS documents no numbers for these, or other ones.
 *
 * @param headerBytes all headers of a request together
 * @param pendingHandshakes how many upgrades may wait for their functions at a time
 * @param outboundBytes what may wait for a slow reader before posts to it are refused
 * @param queuedMessages messages of one connection that wait for their function before no more is read from it
 * @param requestTimeout how long a client may take to send a request whole
 * @param keepAlive how long a plain HTTP connection may rest between requests
 * @param closeGrace real time that a client has to answer a close frame before its socket is closed
 * @param shutdownGrace real time that {@link WebSocketGateway#close} waits for DISCONNECT events to be handled
 */
public record Bounds(
        int headerBytes,
        int pendingHandshakes,
        int outboundBytes,
        int queuedMessages,
        Duration requestTimeout,
        Duration keepAlive,
        Duration closeGrace,
        Duration shutdownGrace) {
    /**
     * Header bytes are those of API Gateway; a connection rests longer than SDK clients keep one in their pools (60 s).
     */
    public static final Bounds DEFAULT = new Bounds(
            10_240,
            500,
            512 * 1024,
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10));

    public Bounds {
        if (headerBytes < 1 || pendingHandshakes < 1 || outboundBytes < 1 || queuedMessages < 1) {
            throw new IllegalArgumentException("every bound lets something through");
        }
    }
}
