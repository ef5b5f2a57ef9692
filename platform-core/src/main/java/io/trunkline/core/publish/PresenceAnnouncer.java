package io.trunkline.core.publish;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.message.PresenceChange;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomName;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a room who joined or left it, by the delivery that brings it everything else. */
public final class PresenceAnnouncer {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceAnnouncer.class);

    /** Whoever joins waits for this, so it is not given a whole invocation's time. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Delivery delivery;

    public PresenceAnnouncer(Delivery delivery) {
        this.delivery = delivery;
    }

    /** Whether it was delivered to whoever could be reached; where not, that is logged, as nothing else fails by it. */
    public boolean announce(
            Tenant tenant, RoomName room, EntityRef entity, PresenceChange change, Instant at, Deadline deadline) {
        Deadline own = Deadline.in(LONGEST, deadline.clock());
        try {
            delivery.deliver(
                    RoomShards.all(tenant, room),
                    new ServerEvent.Presence(room.toString(), entity.toString(), change, at),
                    own.at().isBefore(deadline.at()) ? own : deadline);
            return true;
        } catch (RuntimeException e) {
            LOG.warn("not announced tenant={} room={} change={}", tenant.id(), room, change, e);
            return false;
        }
    }
}
