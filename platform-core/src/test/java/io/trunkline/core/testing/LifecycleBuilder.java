package io.trunkline.core.testing;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.RestoredRooms;
import io.trunkline.core.dispatch.SingleSessions;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.subscription.SubscriptionStore;
import java.time.InstantSource;

/** A lifecycle for tests: what they name is theirs; the rest is in memory, or is nobody's. */
public final class LifecycleBuilder {
    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final ConnectionCounter counter;
    private final InstantSource clock;
    private ConnectionGateway gateway = new UnaskedGateway();
    private Revocations revocations;
    private RoomPresence presence;
    private PresenceAnnouncer announcer = new PresenceAnnouncer(new RecordedDelivery(DeliveryReceipt.NONE));
    private SingleSessions sessions = ManySessions.kept();
    private RestoredRooms restored = Restoring.nothing();
    private EventHook hook = EventHook.NONE;

    private LifecycleBuilder(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter,
            InstantSource clock) {
        this.registry = registry;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.counter = counter;
        this.clock = clock;
        this.revocations = new Revocations(new InMemoryRevocationStore(), clock);
        this.presence = new RoomPresence(registry, new InMemoryPresenceStore());
    }

    public static LifecycleBuilder of(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter,
            InstantSource clock) {
        return new LifecycleBuilder(registry, connections, subscriptions, counter, clock);
    }

    /** With one thing for all three stores. */
    public static <S extends ConnectionStore & SubscriptionStore & ConnectionCounter> LifecycleBuilder of(
            AppRegistry registry, S stores, InstantSource clock) {
        return new LifecycleBuilder(registry, stores, stores, stores, clock);
    }

    public LifecycleBuilder gateway(ConnectionGateway other) {
        gateway = other;
        return this;
    }

    public LifecycleBuilder revocations(Revocations other) {
        revocations = other;
        return this;
    }

    public LifecycleBuilder presence(RoomPresence other) {
        presence = other;
        return this;
    }

    public LifecycleBuilder announcer(PresenceAnnouncer other) {
        announcer = other;
        return this;
    }

    public LifecycleBuilder sessions(SingleSessions other) {
        sessions = other;
        return this;
    }

    public LifecycleBuilder restored(RestoredRooms other) {
        restored = other;
        return this;
    }

    public LifecycleBuilder hook(EventHook other) {
        hook = other;
        return this;
    }

    public ConnectionLifecycle build() {
        return new ConnectionLifecycle(
                registry,
                connections,
                subscriptions,
                counter,
                gateway,
                revocations,
                presence,
                announcer,
                Welcoming.nobody(),
                sessions,
                restored,
                hook,
                clock);
    }
}
