package io.trunkline.core.testing;

import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.dispatch.Welcomes;
import io.trunkline.core.wire.DialectRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Welcomes for tests that are about something else. */
public final class Welcoming {
    private Welcoming() {}

    /** Says nothing to anybody. */
    public static Welcomes nobody() {
        return new Welcomes(
                ErrandQueue.NONE,
                new InMemoryAppRegistry(),
                new InMemoryConnectionStore(),
                new InMemorySubscriptionStore(),
                new DialectRegistry(List.of()),
                new UnaskedGateway(),
                _ -> {},
                new Random(1),
                InstantSource.system());
    }
}
