package io.trunkline.core.dynamo;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * How every client of DynamoDB here is set up: short time-outs, since a client waits behind each call, and Apache's
 * HTTP client, which sends a request's head and body without waiting for an acknowledgement between them.
 */
public final class DynamoDefaults {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(6);

    private DynamoDefaults() {}

    public static DynamoDbClientBuilder apply(DynamoDbClientBuilder builder) {
        return builder.httpClientBuilder(ApacheHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(1))
                        .socketTimeout(ATTEMPT)
                        .maxConnections(64))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .build());
    }

    /** A client by the SDK's default region, credentials and endpoint ({@code AWS_ENDPOINT_URL_DYNAMODB}). */
    public static DynamoDbClient create() {
        return apply(DynamoDbClient.builder()).build();
    }
}
