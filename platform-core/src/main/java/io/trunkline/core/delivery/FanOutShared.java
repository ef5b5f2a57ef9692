package io.trunkline.core.delivery;

import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import java.util.concurrent.Semaphore;

/**
 * What all deliveries of one {@link FanOut} share.
 *
 * @param posts one permit a post in flight
 * @param prunes one permit a prune in progress
 * @param window for how long a tenant's events wait for others
 */
record FanOutShared(
        SubscriptionStore subscriptions,
        ConnectionGateway gateway,
        DialectRegistry dialects,
        ConnectionCleanup cleanup,
        Sleeper sleeper,
        Backoff backoff,
        FanOutOptions options,
        PostGate posts,
        Semaphore prunes,
        Coalescer coalescer,
        CoalescingWindow window) {}
