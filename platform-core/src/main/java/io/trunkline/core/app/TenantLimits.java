package io.trunkline.core.app;

import java.util.OptionalInt;

/**
 * What one tenant may use; an absent number of connections means no limit and no cost of counting.
 *
 * @param maxConnections live connections of the whole tenant
 * @param maxConnectionsPerUser live connections of one user, over all apps
 */
public record TenantLimits(OptionalInt maxConnections, OptionalInt maxConnectionsPerUser, TenantRates rates) {
    /** No limits but the default rates. */
    public static final TenantLimits NONE = new TenantLimits(OptionalInt.empty(), OptionalInt.empty());

    /** With the default rates. */
    public TenantLimits(OptionalInt maxConnections, OptionalInt maxConnectionsPerUser) {
        this(maxConnections, maxConnectionsPerUser, TenantRates.DEFAULTS);
    }
}
