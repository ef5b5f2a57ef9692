package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Factory;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.Endings;
import io.trunkline.core.dispatch.FirstFrames;
import io.trunkline.core.dispatch.Welcomes;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.subscription.SubscriptionStore;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What serves connections that say in their first frame who they are, as beans. */
@Factory
final class FirstFrameFactory {
    @Singleton
    Endings endings(
            AppRegistry registry,
            ConnectionStore connections,
            QueueClient queue,
            Farewell farewell,
            InstantSource clock) {
        return new Endings(registry, connections, queue.errands(), farewell, clock);
    }

    @Singleton
    FirstFrames firstFrames(
            AppRegistry registry,
            Authenticator authenticator,
            ConnectionLifecycle lifecycle,
            UsageLimits limits,
            QueueClient queue,
            Welcomes welcomes,
            SubscriptionStore subscriptions,
            InstantSource clock) {
        return new FirstFrames(
                registry, authenticator, lifecycle, limits, queue.errands(), welcomes, subscriptions, clock);
    }
}
