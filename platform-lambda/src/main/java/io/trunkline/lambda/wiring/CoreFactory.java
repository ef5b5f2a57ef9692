package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.trunkline.core.apigw.ApiGatewayConnections;
import io.trunkline.core.apigw.ManagementUrls;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.Cursors;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.JwtAuthenticator;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.auth.Memberships;
import io.trunkline.core.auth.SecretSource;
import io.trunkline.core.auth.ServiceTokens;
import io.trunkline.core.auth.Tickets;
import io.trunkline.core.auth.UnrevokedAuthenticator;
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
import io.trunkline.core.dispatch.RoomGrants;
import io.trunkline.core.dispatch.TokenLife;
import io.trunkline.core.dynamo.BatchWriter;
import io.trunkline.core.dynamo.CachedApiKeyStore;
import io.trunkline.core.dynamo.DynamoApiKeyStore;
import io.trunkline.core.dynamo.DynamoAppRegistry;
import io.trunkline.core.dynamo.DynamoClaimStore;
import io.trunkline.core.dynamo.DynamoConnectionCounter;
import io.trunkline.core.dynamo.DynamoConnectionStore;
import io.trunkline.core.dynamo.DynamoCursorKeyStore;
import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.dynamo.DynamoGrantStore;
import io.trunkline.core.dynamo.DynamoHistoryStore;
import io.trunkline.core.dynamo.DynamoMembershipStore;
import io.trunkline.core.dynamo.DynamoPresenceStore;
import io.trunkline.core.dynamo.DynamoRevocationStore;
import io.trunkline.core.dynamo.DynamoSubscriptionStore;
import io.trunkline.core.dynamo.DynamoTicketStore;
import io.trunkline.core.dynamo.DynamoTokenLeases;
import io.trunkline.core.dynamo.DynamoUsageStore;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.logout.ForcedLogout;
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
import io.trunkline.core.secrets.ReferencedSecrets;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.usage.MeteredConnections;
import io.trunkline.core.usage.UsageMeter;
import io.trunkline.core.usage.UsageStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.v1.V1BatchDialect;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.lambda.config.Settings;
import io.trunkline.lambda.metrics.MeteredDelivery;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
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
    private static final List<WireDialect> DIALECTS = List.of(new V1Dialect(), new V1BatchDialect());

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
    SecretSource secrets(InstantSource clock) {
        return new ReferencedSecrets(System.getenv(), SecretsManagerClient::create, clock);
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
    Tickets tickets(DynamoDbClient client, Settings settings, RandomGenerator random, InstantSource clock) {
        return new Tickets(new DynamoTicketStore(client, settings.tables()), random, clock);
    }

    @Singleton
    ServiceTokens serviceTokens(AppRegistry registry, SecretSource secrets, InstantSource clock) {
        return new ServiceTokens(registry, secrets, clock);
    }

    @Singleton
    Memberships membershipsOfUsers(MembershipStore memberships) {
        return new Memberships(memberships);
    }

    @Singleton
    RoomGrants grantedMembers(
            AppRegistry registry,
            GrantStore grants,
            SubscriptionStore subscriptions,
            RoomPresence presence,
            InstantSource clock) {
        return new RoomGrants(registry, grants, subscriptions, presence, clock);
    }

    @Singleton
    Authenticator authenticator(
            AppRegistry registry,
            MembershipStore memberships,
            SecretSource secrets,
            Tickets tickets,
            Revocations revocations,
            InstantSource clock) {
        return new UnrevokedAuthenticator(
                new JwtAuthenticator(
                        registry, memberships, secrets, tickets, Set.of(V1Dialect.ID, V1BatchDialect.ID), clock),
                revocations);
    }

    @Singleton
    RevocationStore revocationStore(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new DynamoRevocationStore(
                client, settings.tables(), new BatchWriter(client, random, Sleeper.SYSTEM), random);
    }

    @Singleton
    Revocations revocations(RevocationStore store, InstantSource clock) {
        return new Revocations(store, clock);
    }

    @Singleton
    TokenLife tokenLife(
            AppRegistry registry,
            Authenticator authenticator,
            ConnectionStore connections,
            Revocations revocations,
            InstantSource clock) {
        return new TokenLife(registry, authenticator, connections, revocations, clock);
    }

    @Singleton
    ForcedLogout forcedLogout(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RevocationStore revocations,
            Farewell farewell,
            ConnectionCleanup cleanup,
            Settings settings,
            InstantSource clock) {
        return new ForcedLogout(
                registry,
                connections,
                subscriptions,
                revocations,
                farewell,
                cleanup,
                Sleeper.SYSTEM,
                clock,
                settings.postsInFlight());
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
            ConnectionCounter counter,
            RoomPresence presence) {
        return new ConnectionCleanup(
                registry, connections, subscriptions, new TenantConnectionLimit(counter), presence);
    }

    @Singleton
    PresenceStore presenceStore(DynamoDbClient client, Settings settings) {
        return new DynamoPresenceStore(client, settings.tables());
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
    @Bean(preDestroy = "close")
    QueueClient queue(Settings settings, AwsCredentialsProvider credentials, AwsRegionProvider region) {
        return new QueueClient(settings.queue(), credentials, region.getRegion());
    }

    @Singleton
    @Primary
    Delivery counted(FanOut fanOut, InstantSource clock) {
        return new MeteredDelivery(fanOut, clock);
    }

    @Singleton
    FanOut delivery(
            SubscriptionStore subscriptions,
            ConnectionCleanup cleanup,
            ConnectionGateway gateway,
            DialectRegistry dialects,
            RandomGenerator random,
            Settings settings,
            QueueClient queue,
            AppRegistry registry,
            InstantSource clock) {
        return new FanOut(
                subscriptions,
                gateway,
                dialects,
                cleanup,
                Sleeper.SYSTEM,
                random,
                FanOutOptions.DEFAULTS
                        .withParallelPosts(settings.postsInFlight())
                        .withPostsPerSecond(settings.postsPerSecond()),
                queue.handOver(),
                tenant -> registry.tenant(tenant).map(Tenant::coalesce).orElse(Duration.ZERO),
                clock);
    }

    @Singleton
    RoomPolicy policy(GrantStore grants) {
        return new RoomPolicy(grants);
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
            EventHook hook,
            InstantSource clock,
            RandomGenerator random) {
        EventIds ids = new EventIds(clock, random);
        OnlyOnce once = new OnlyOnce(claims, ids, Sleeper.SYSTEM, clock);
        return new Publisher(registry, limits, policy, histories, delivery, once, ids, hook, clock);
    }

    @Singleton
    ApiKeys apiKeys(DynamoDbClient client, Settings settings, RandomGenerator random, InstantSource clock) {
        return new ApiKeys(
                new CachedApiKeyStore(new DynamoApiKeyStore(client, settings.tables()), clock), random, clock);
    }

    @Singleton
    Cursors cursors(DynamoDbClient client, Settings settings, RandomGenerator random) {
        return new Cursors(new DynamoCursorKeyStore(client, settings.tables(), random));
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
    ConnectionLifecycle lifecycle(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter,
            ConnectionGateway gateway,
            Revocations revocations,
            RoomPresence presence,
            PresenceAnnouncer announcer,
            EventHook hook,
            InstantSource clock) {
        return new ConnectionLifecycle(
                registry, connections, subscriptions, counter, gateway, revocations, presence, announcer, hook, clock);
    }
}
