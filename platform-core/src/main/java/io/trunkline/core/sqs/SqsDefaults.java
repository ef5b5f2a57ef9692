package io.trunkline.core.sqs;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** How every client of SQS here is set up. */
public final class SqsDefaults {
    private static final Duration ATTEMPT = Duration.ofMillis(900);
    private static final Duration CALL = Duration.ofMillis(1400);
    private static final int TRIES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SqsDefaults() {}

    /** For a function: what is left of a fan-out is put in within the time that is kept for it. */
    public static SqsClientBuilder withTimeouts(SqsClientBuilder builder) {
        return builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(ATTEMPT)
                .apiCallTimeout(CALL)
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(TRIES)
                        .build())
                .build());
    }

    /** For commands, pollers and tests, at a named endpoint. */
    static SqsClient patient(URI endpoint, String region, AwsCredentialsProvider credentials) {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallAttemptTimeout(PATIENCE)
                        .apiCallTimeout(PATIENCE.multipliedBy(2))
                        .build())
                .httpClientBuilder(
                        ApacheHttpClient.builder().connectionTimeout(PATIENCE).socketTimeout(PATIENCE))
                .build();
    }
}
