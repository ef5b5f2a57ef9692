package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Factory;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.LaterQueue;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.FirstFrames;
import io.trunkline.core.dispatch.LaterTasks;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.subscription.SubscriptionStore;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What connections are that say in their first frame who they are, and what is put off for later, as beans. */
@Factory
final class FirstFrameFactory {
    @Singleton
    LaterQueue later(QueueClient queue) {
        return queue.later();
    }

    @Singleton
    LaterTasks laterTasks(
            AppRegistry registry,
            ConnectionStore connections,
            LaterQueue later,
            Farewell farewell,
            InstantSource clock) {
        return new LaterTasks(registry, connections, later, farewell, clock);
    }

    @Singleton
    FirstFrames firstFrames(
            AppRegistry registry,
            Authenticator authenticator,
            ConnectionLifecycle lifecycle,
            UsageLimits limits,
            LaterQueue later,
            SubscriptionStore subscriptions,
            InstantSource clock) {
        return new FirstFrames(registry, authenticator, lifecycle, limits, later, subscriptions, clock);
    }
}
