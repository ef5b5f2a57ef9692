package io.trunkline.core.schema;

import io.trunkline.routing.key.TenantId;
import java.math.BigInteger;
import java.time.Instant;

/** Keys of revocations in the events table: a partition a tenant, in the order of the writers' clocks. */
public final class RevocationKeys {
    /** Eighteen digits of chance behind each millisecond, so that no two writers meet. */
    public static final long CHANCES = 1_000_000_000_000_000_000L;

    private RevocationKeys() {}

    /** No room's key starts with {@code _}. */
    public static String partition(TenantId tenant) {
        return "_revoked#" + tenant.value();
    }

    /**
     * Where what was written at a moment stands.
     *
     * @param chance 0 to {@link #CHANCES}, exclusive; 0 is before all others of its millisecond
     */
    public static String place(Instant writtenAt, long chance) {
        return BigInteger.valueOf(writtenAt.toEpochMilli())
                .multiply(BigInteger.valueOf(CHANCES))
                .add(BigInteger.valueOf(chance))
                .toString();
    }
}
