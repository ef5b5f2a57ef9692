package io.trunkline.core.app;

import java.util.OptionalInt;

/**
 * What one tenant may use; an absent number of connections means no limit and no cost of counting.
 *
 * @param maxConnections live connections of the whole tenant
 * @param maxConnectionsPerUser live connections of one user, over all apps
 * @param maxConnectionsPerAddress live connections from one address, over all apps
 */
public record TenantLimits(
        OptionalInt maxConnections,
        OptionalInt maxConnectionsPerUser,
        OptionalInt maxConnectionsPerAddress,
        TenantRates rates) {
    /** No limits but the default rates. */
    public static final TenantLimits NONE = new TenantLimits(OptionalInt.empty(), OptionalInt.empty());

    /** With the default rates. */
    public TenantLimits(OptionalInt maxConnections, OptionalInt maxConnectionsPerUser) {
        this(maxConnections, maxConnectionsPerUser, TenantRates.DEFAULTS);
    }

    /** However many from one address. */
    public TenantLimits(OptionalInt maxConnections, OptionalInt maxConnectionsPerUser, TenantRates rates) {
        this(maxConnections, maxConnectionsPerUser, OptionalInt.empty(), rates);
    }
}
