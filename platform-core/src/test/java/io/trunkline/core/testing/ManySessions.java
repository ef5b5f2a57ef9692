package io.trunkline.core.testing;

import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.dispatch.SingleSessions;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.wire.DialectRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Single sessions where no app asks for them. */
public final class ManySessions {
    private ManySessions() {}

    /** Fails where it is asked to end anybody. */
    public static SingleSessions kept() {
        InMemoryAppRegistry registry = new InMemoryAppRegistry();
        InMemoryConnectionStore connections = new InMemoryConnectionStore();
        InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
        return new SingleSessions(
                connections,
                subscriptions,
                new InMemoryRevocationStore(),
                new Farewell(new UnaskedGateway(), new DialectRegistry(List.of()), _ -> {}, new Random(1)),
                new ConnectionCleanup(
                        registry,
                        connections,
                        subscriptions,
                        new TenantConnectionLimit(new InMemoryConnectionCounter()),
                        new RoomPresence(registry, new InMemoryPresenceStore())),
                InstantSource.system());
    }
}
