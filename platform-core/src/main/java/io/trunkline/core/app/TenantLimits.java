package io.trunkline.core.app;

import java.util.OptionalInt;

/**
 * What one tenant may use; absent means no limit and no cost of counting.
 *
 * @param maxConnections live connections of the whole tenant
 * @param maxConnectionsPerUser live connections of one user, over all apps
 */
public record TenantLimits(OptionalInt maxConnections, OptionalInt maxConnectionsPerUser) {
    /** No limits. */
    public static final TenantLimits NONE = new TenantLimits(OptionalInt.empty(), OptionalInt.empty());
}
