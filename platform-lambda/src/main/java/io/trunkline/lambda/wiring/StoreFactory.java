package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dynamo.BatchWriter;
import io.trunkline.core.dynamo.DynamoAppRegistry;
import io.trunkline.core.dynamo.DynamoClaimStore;
import io.trunkline.core.dynamo.DynamoConnectionCounter;
import io.trunkline.core.dynamo.DynamoConnectionStore;
import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.dynamo.DynamoGrantStore;
import io.trunkline.core.dynamo.DynamoHistoryStore;
import io.trunkline.core.dynamo.DynamoKeptRooms;
import io.trunkline.core.dynamo.DynamoMembershipStore;
import io.trunkline.core.dynamo.DynamoPresenceStore;
import io.trunkline.core.dynamo.DynamoRevocationStore;
import io.trunkline.core.dynamo.DynamoSubscriptionStore;
import io.trunkline.core.dynamo.DynamoUsageStore;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.usage.MeteredConnections;
import io.trunkline.core.usage.UsageMeter;
import io.trunkline.core.usage.UsageStore;
import io.trunkline.lambda.config.Settings;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** The clock, randomness, settings, and the adapters behind the stores. */
@Factory
final class StoreFactory {
    /** Micronaut has a clock of its own for its retries. */
    @Singleton
    @Primary
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Singleton
    Sleeper sleeper() {
        return Sleeper.SYSTEM;
    }

    @Singleton
    Settings settings() {
        return Settings.from(System.getenv());
    }

    @Singleton
    BeanCreatedEventListener<DynamoDbClientBuilder> dynamoDefaults() {
        return (BeanCreatedEvent<DynamoDbClientBuilder> event) -> DynamoDefaults.withTimeouts(event.getBean());
    }

    @Singleton
    AppRegistry registry(DynamoDbClient client, Settings settings, InstantSource clock) {
        return new DynamoAppRegistry(client, settings.tables(), clock);
    }

    @Singleton
    ConnectionStore connections(DynamoDbClient client, Settings settings, UsageMeter meter) {
        return new MeteredConnections(new DynamoConnectionStore(client, settings.tables()), meter);
    }

    @Singleton
    UsageStore usages(DynamoDbClient client, Settings settings) {
        return new DynamoUsageStore(client, settings.tables());
    }

    @Singleton
    UsageMeter meter(UsageStore usages, RandomGenerator random, InstantSource clock) {
        return new UsageMeter(usages, random, clock);
    }

    @Singleton
    SubscriptionStore subscriptions(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new DynamoSubscriptionStore(client, settings.tables(), new BatchWriter(client, random, Sleeper.SYSTEM));
    }

    @Singleton
    ConnectionCounter counter(DynamoDbClient client, Settings settings) {
        return new DynamoConnectionCounter(client, settings.tables());
    }

    @Singleton
    MembershipStore memberships(DynamoDbClient client, Settings settings) {
        return new DynamoMembershipStore(client, settings.tables());
    }

    @Singleton
    GrantStore grants(DynamoDbClient client, Settings settings) {
        return new DynamoGrantStore(client, settings.tables());
    }

    @Singleton
    RevocationStore revocationStore(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new DynamoRevocationStore(
                client, settings.tables(), new BatchWriter(client, random, Sleeper.SYSTEM), random);
    }

    @Singleton
    KeptRooms keptRooms(DynamoDbClient client, Settings settings) {
        return new DynamoKeptRooms(client, settings.tables());
    }

    @Singleton
    PresenceStore presenceStore(DynamoDbClient client, Settings settings) {
        return new DynamoPresenceStore(client, settings.tables());
    }

    @Singleton
    HistoryStore histories(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new DynamoHistoryStore(client, settings.tables(), random, Sleeper.SYSTEM);
    }

    @Singleton
    ClaimStore claims(DynamoDbClient client, Settings settings) {
        return new DynamoClaimStore(client, settings.tables());
    }
}
