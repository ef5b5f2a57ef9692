package io.trunkline.local.connections;

import java.time.Instant;
import java.util.Optional;

/** What GET on a connection tells. */
public record ConnectionStatus(
        Instant connectedAt, Instant lastActiveAt, String sourceIp, Optional<String> userAgent) {}
