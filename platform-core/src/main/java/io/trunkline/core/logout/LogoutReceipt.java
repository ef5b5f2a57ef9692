package io.trunkline.core.logout;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a logout came to.
 *
 * @param closed connections that the gateway held and closed
 * @param ghosts connections that were stored and that the gateway did not hold; they were removed
 * @param stillAbleToAct connections that were to go and can still begin something; empty where that could not be told
 *     before the time ran out
 * @param revokedUntil until when their tokens do not come back; empty where none was revoked
 * @param complete whether everybody was reached; where not, the same logout is to be asked for again
 */
public record LogoutReceipt(
        long closed, long ghosts, OptionalLong stillAbleToAct, Optional<Instant> revokedUntil, boolean complete) {}
