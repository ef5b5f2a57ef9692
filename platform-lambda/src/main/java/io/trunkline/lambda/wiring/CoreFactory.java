package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.trunkline.core.apigw.ApiGatewayConnections;
import io.trunkline.core.apigw.ManagementUrls;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.JwtAuthenticator;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.FanOut;
import io.trunkline.core.delivery.FanOutOptions;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.MeteredGateway;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dispatch.ActionDispatcher;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.dynamo.BatchWriter;
import io.trunkline.core.dynamo.CachedApiKeyStore;
import io.trunkline.core.dynamo.DynamoApiKeyStore;
import io.trunkline.core.dynamo.DynamoAppRegistry;
import io.trunkline.core.dynamo.DynamoClaimStore;
import io.trunkline.core.dynamo.DynamoConnectionCounter;
import io.trunkline.core.dynamo.DynamoConnectionStore;
import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.dynamo.DynamoGrantStore;
import io.trunkline.core.dynamo.DynamoHistoryStore;
import io.trunkline.core.dynamo.DynamoMembershipStore;
import io.trunkline.core.dynamo.DynamoSubscriptionStore;
import io.trunkline.core.dynamo.DynamoTokenLeases;
import io.trunkline.core.dynamo.DynamoUsageStore;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.publish.EventIds;
import io.trunkline.core.publish.OnlyOnce;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.secrets.ReferencedSecrets;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.usage.MeteredConnections;
import io.trunkline.core.usage.UsageMeter;
import io.trunkline.core.usage.UsageStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.lambda.config.Settings;
import io.trunkline.lambda.metrics.MeteredDelivery;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The core's parts as beans. */
@Factory
final class CoreFactory {
    private static final List<V1Dialect> DIALECTS = List.of(new V1Dialect());

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
    DialectRegistry dialects() {
        return new DialectRegistry(List.copyOf(DIALECTS));
    }

    @Singleton
    Authenticator authenticator(AppRegistry registry, DynamoDbClient client, Settings settings, InstantSource clock) {
        return new JwtAuthenticator(
                registry,
                new DynamoMembershipStore(client, settings.tables()),
                new ReferencedSecrets(System.getenv(), SecretsManagerClient::create, clock),
                Set.of(V1Dialect.ID),
                clock);
    }

    @Singleton
    @Primary
    ConnectionGateway metered(ApiGatewayConnections gateway) {
        return new MeteredGateway(gateway);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ApiGatewayConnections gateway(Settings settings, AwsCredentialsProvider credentials, AwsRegionProvider region) {
        return new ApiGatewayConnections(
                new ManagementUrls(region.getRegion().id(), settings.managementUrl(), Map.of()),
                credentials,
                settings.postsInFlight());
    }

    @Singleton
    ConnectionCleanup cleanup(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter) {
        return new ConnectionCleanup(registry, connections, subscriptions, new TenantConnectionLimit(counter));
    }

    @Singleton
    Delivery delivery(
            SubscriptionStore subscriptions,
            ConnectionCleanup cleanup,
            ConnectionGateway gateway,
            DialectRegistry dialects,
            RandomGenerator random,
            InstantSource clock,
            Settings settings) {
        FanOut fanOut = new FanOut(
                subscriptions,
                gateway,
                dialects,
                cleanup,
                Sleeper.SYSTEM,
                random,
                FanOutOptions.DEFAULTS.withParallelPosts(settings.postsInFlight()));
        return new MeteredDelivery(fanOut, clock);
    }

    @Singleton
    RoomPolicy policy(DynamoDbClient client, Settings settings) {
        return new RoomPolicy(new DynamoGrantStore(client, settings.tables()));
    }

    @Singleton
    HistoryStore histories(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new DynamoHistoryStore(client, settings.tables(), random, Sleeper.SYSTEM);
    }

    @Singleton
    ClaimStore claims(DynamoDbClient client, Settings settings) {
        return new DynamoClaimStore(client, settings.tables());
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
    Farewell farewell(ConnectionGateway gateway, DialectRegistry dialects, RandomGenerator random) {
        return new Farewell(gateway, dialects, Sleeper.SYSTEM, random);
    }

    @Singleton
    Publisher publisher(
            AppRegistry registry,
            UsageLimits limits,
            RoomPolicy policy,
            HistoryStore histories,
            Delivery delivery,
            ClaimStore claims,
            InstantSource clock,
            RandomGenerator random) {
        EventIds ids = new EventIds(clock, random);
        OnlyOnce once = new OnlyOnce(claims, ids, Sleeper.SYSTEM, clock);
        return new Publisher(registry, limits, policy, histories, delivery, once, ids, clock);
    }

    @Singleton
    ApiKeys apiKeys(DynamoDbClient client, Settings settings, RandomGenerator random, InstantSource clock) {
        return new ApiKeys(
                new CachedApiKeyStore(new DynamoApiKeyStore(client, settings.tables()), clock), random, clock);
    }

    @Singleton
    ActionDispatcher dispatcher(
            AppRegistry registry,
            SubscriptionStore subscriptions,
            UsageLimits limits,
            RoomPolicy policy,
            Publisher publisher,
            HistoryStore histories,
            InstantSource clock) {
        return new ActionDispatcher(registry, subscriptions, limits, policy, publisher, histories, clock);
    }

    @Singleton
    ConnectionLifecycle lifecycle(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter,
            ConnectionGateway gateway,
            InstantSource clock) {
        return new ConnectionLifecycle(registry, connections, subscriptions, counter, gateway, clock);
    }
}
