package io.trunkline.core.dynamo;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * How every client of DynamoDB here is set up: short time-outs, since a client waits behind each call, and Apache's
 * HTTP client, which sends a request's head and body without waiting for an acknowledgement between them.
 */
public final class DynamoDefaults {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(6);

    private DynamoDefaults() {}

    /** Time-outs for a client whose HTTP client somebody else provides. */
    public static DynamoDbClientBuilder withTimeouts(DynamoDbClientBuilder builder) {
        return builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .build());
    }

    /** Time-outs and an HTTP client of its own. */
    public static DynamoDbClientBuilder apply(DynamoDbClientBuilder builder) {
        return withTimeouts(builder)
                .httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .socketTimeout(ATTEMPT)
                        .maxConnections(64));
    }
}
