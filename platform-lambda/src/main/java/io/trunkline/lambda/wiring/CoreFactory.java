package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Factory;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dispatch.ActionDispatcher;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.dispatch.RestoredRooms;
import io.trunkline.core.dispatch.SingleSessions;
import io.trunkline.core.dispatch.TokenLife;
import io.trunkline.core.dispatch.Welcomes;
import io.trunkline.core.dynamo.DynamoTokenLeases;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.presence.RoomMembers;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.EventIds;
import io.trunkline.core.publish.OnlyOnce;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.publish.PresenceSweep;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.shipped.ShippedDialects;
import io.trunkline.lambda.config.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a connection's life, its messages and a publish pass through. */
@Factory
final class CoreFactory {
    @Singleton
    DialectRegistry dialects() {
        return ShippedDialects.registry();
    }

    @Singleton
    RoomPresence presence(AppRegistry registry, PresenceStore store) {
        return new RoomPresence(registry, store);
    }

    @Singleton
    PresenceAnnouncer announcer(Delivery delivery) {
        return new PresenceAnnouncer(delivery);
    }

    @Singleton
    PresenceSweep presenceSweep(
            AppRegistry registry, PresenceStore store, PresenceAnnouncer announcer, InstantSource clock) {
        return new PresenceSweep(registry, store, announcer, clock);
    }

    @Singleton
    RoomPolicy policy(GrantStore grants) {
        return new RoomPolicy(grants);
    }

    @Singleton
    UsageLimits limits(DynamoDbClient client, Settings settings, InstantSource clock) {
        return new UsageLimits(
                new LocalRateLimiter(), new SharedRateLimiter(new DynamoTokenLeases(client, settings.tables())), clock);
    }

    @Singleton
    MessageGate gate(AppRegistry registry, UsageLimits limits, InstantSource clock) {
        return new MessageGate(registry, limits, clock);
    }

    @Singleton
    Publisher publisher(
            AppRegistry registry,
            UsageLimits limits,
            RoomPolicy policy,
            HistoryStore histories,
            Delivery delivery,
            ClaimStore claims,
            EventHook hook,
            InstantSource clock,
            RandomGenerator random) {
        EventIds ids = new EventIds(clock, random);
        OnlyOnce once = new OnlyOnce(claims, ids, Sleeper.SYSTEM, clock);
        return new Publisher(registry, limits, policy, histories, delivery, once, ids, hook, clock);
    }

    @Singleton
    RoomMembers members(SubscriptionStore subscriptions, ConnectionStore connections) {
        return new RoomMembers(subscriptions, connections);
    }

    @Singleton
    ActionDispatcher dispatcher(
            AppRegistry registry,
            SubscriptionStore subscriptions,
            UsageLimits limits,
            RoomPolicy policy,
            Publisher publisher,
            HistoryStore histories,
            TokenLife tokens,
            RoomPresence presence,
            PresenceAnnouncer announcer,
            InstantSource clock) {
        return new ActionDispatcher(
                registry, subscriptions, limits, policy, publisher, histories, tokens, presence, announcer, clock);
    }

    @Singleton
    SingleSessions singleSessions(
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RevocationStore revocations,
            Farewell farewell,
            ConnectionCleanup cleanup,
            InstantSource clock) {
        return new SingleSessions(connections, subscriptions, revocations, farewell, cleanup, clock);
    }

    @Singleton
    RestoredRooms restoredRooms(
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            KeptRooms kept,
            RoomPolicy policy,
            InstantSource clock) {
        return new RestoredRooms(connections, subscriptions, kept, policy, Sleeper.SYSTEM, clock);
    }

    @Singleton
    ConnectionLifecycle lifecycle(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter,
            ConnectionGateway gateway,
            Revocations revocations,
            RoomPresence presence,
            PresenceAnnouncer announcer,
            Welcomes welcomes,
            SingleSessions sessions,
            RestoredRooms restored,
            EventHook hook,
            InstantSource clock) {
        return new ConnectionLifecycle(
                registry,
                connections,
                subscriptions,
                counter,
                gateway,
                revocations,
                presence,
                announcer,
                welcomes,
                sessions,
                restored,
                hook,
                clock);
    }
}
