package io.trunkline.core.delivery;

import io.trunkline.routing.key.TenantId;
import java.time.Duration;

/** For how long an event of a tenant waits for others to the same connection, to share a frame. */
@FunctionalInterface
public interface CoalescingWindow {
    /** Nobody waits. */
    CoalescingWindow NONE = tenant -> Duration.ZERO;

    /** Zero where events do not share frames; must not throw. */
    Duration of(TenantId tenant);
}
