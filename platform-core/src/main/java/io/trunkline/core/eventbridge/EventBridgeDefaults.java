package io.trunkline.core.eventbridge;

import java.time.Duration;
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
        return withTimeouts(builder, EventBridgeHook.FIRST_PATIENCE);
    }

    static EventBridgeClientBuilder withTimeouts(EventBridgeClientBuilder builder, Duration most) {
        return builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(most)
                        .apiCallTimeout(most)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build())
                .httpClientBuilder(
                        ApacheHttpClient.builder().connectionTimeout(most).socketTimeout(most));
    }
}
