package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.trunkline.core.eventbridge.EventBridgeDefaults;
import io.trunkline.core.eventbridge.EventBridgeHook;
import io.trunkline.core.hook.EventHook;
import io.trunkline.lambda.config.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** The event hook, which is none unless a bus is set: then nothing of EventBridge's client is loaded either. */
@Factory
final class HookFactory {
    @Bean(preDestroy = "close")
    @Singleton
    EventHook hook(
            Settings settings, AwsCredentialsProvider credentials, AwsRegionProvider region, InstantSource clock) {
        return settings.eventBus()
                .<EventHook>map(bus -> new EventBridgeHook(
                        bus,
                        EventBridgeDefaults.withTimeouts(EventBridgeClient.builder())
                                .credentialsProvider(credentials)
                                .region(region.getRegion())
                                .build(),
                        clock))
                .orElse(EventHook.NONE);
    }
}
