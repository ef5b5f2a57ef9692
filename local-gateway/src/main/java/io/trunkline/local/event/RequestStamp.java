package io.trunkline.local.event;

import java.time.Instant;

/** The id and the arrival of what an event reports; {@code extendedRequestId} is equal to the id. */
public record RequestStamp(String requestId, Instant time) {}
