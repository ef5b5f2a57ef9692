package io.trunkline.core.logout;

import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.subscription.SubscriptionStore;
import java.time.InstantSource;

/** What every logout works with. */
record LogoutParts(
        ConnectionStore connections,
        SubscriptionStore subscriptions,
        Farewell farewell,
        ConnectionCleanup cleanup,
        Sleeper sleeper,
        InstantSource clock,
        int parallel) {}
