package io.trunkline.core.connection;

import java.time.Instant;

/** Which older APIs a migration is bringing connections along from just now. */
@FunctionalInterface
public interface Arrivals {
    /** Whether a connection of {@code api} that has no row may be about to have one. */
    boolean areUnderWay(GatewayEndpoint api, Instant now);
}
