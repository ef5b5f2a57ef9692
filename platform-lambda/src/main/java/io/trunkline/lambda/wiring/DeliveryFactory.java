package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.trunkline.core.apigw.ApiGatewayConnections;
import io.trunkline.core.apigw.ManagementUrls;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.FanOut;
import io.trunkline.core.delivery.FanOutOptions;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.MeteredGateway;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dispatch.Welcomes;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.lambda.config.Settings;
import io.trunkline.lambda.metrics.MeteredDelivery;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/** What reaches connections: the gateways that hold them, fan-out and its queue. */
@Factory
final class DeliveryFactory {
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
            RoomPresence presence,
            KeptRooms kept) {
        return new ConnectionCleanup(
                registry, connections, subscriptions, new TenantConnectionLimit(counter), presence, kept);
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
    Farewell farewell(ConnectionGateway gateway, DialectRegistry dialects, RandomGenerator random) {
        return new Farewell(gateway, dialects, Sleeper.SYSTEM, random);
    }

    @Singleton
    Welcomes welcomes(
            QueueClient queue,
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            DialectRegistry dialects,
            ConnectionGateway gateway,
            RandomGenerator random,
            InstantSource clock) {
        return new Welcomes(
                queue.errands(),
                registry,
                connections,
                subscriptions,
                dialects,
                gateway,
                Sleeper.SYSTEM,
                random,
                clock);
    }
}
