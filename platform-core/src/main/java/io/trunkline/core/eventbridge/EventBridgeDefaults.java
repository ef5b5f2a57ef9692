package io.trunkline.core.eventbridge;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;

/** How every client of EventBridge here is set up. */
public final class EventBridgeDefaults {
    private EventBridgeDefaults() {}

    /**
     * For a function: one try, as nobody's answer waits for a second one. The client closes its connections with it.
     */
    public static EventBridgeClientBuilder withTimeouts(EventBridgeClientBuilder builder) {
        return builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(EventBridgeHook.PATIENCE)
                        .apiCallTimeout(EventBridgeHook.PATIENCE)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build())
                .httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(EventBridgeHook.PATIENCE)
                        .socketTimeout(EventBridgeHook.PATIENCE));
    }
}
