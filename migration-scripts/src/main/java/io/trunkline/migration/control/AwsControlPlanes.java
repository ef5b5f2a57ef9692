package io.trunkline.migration.control;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * AWS's own control planes, or what answers as they do at one endpoint. Their quotas are small (10 requests a second
 * for API Gateway's), so a throttled call is tried up to ten times, with jitter, unless {@code AWS_MAX_ATTEMPTS} says
 * otherwise.
 */
public final class AwsControlPlanes implements AutoCloseable {
    private static final int TRIES = 10;
    private static final Duration CALL = Duration.ofMinutes(2);

    private final SdkHttpClient http = ApacheHttpClient.create();
    private final ApiGatewayV2Client apis;
    private final LambdaClient functions;
    private final CloudFormationClient stacks;
    private final HealthPlane health;
    private final String account;
    private final String region;

    /** Asks who the credentials are, and so fails here where they have expired. */
    public AwsControlPlanes(String region, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        this.region = region;
        this.apis = set(ApiGatewayV2Client.builder(), region, endpoint, credentials)
                .httpClient(http)
                .build();
        this.functions = set(LambdaClient.builder(), region, endpoint, credentials)
                .httpClient(http)
                .build();
        this.stacks = set(CloudFormationClient.builder(), region, endpoint, credentials)
                .httpClient(http)
                .build();
        this.health = new AwsHealthPlane(new SignedQuery(http, credentials), functions, region, endpoint);
        try (StsClient sts = set(StsClient.builder(), region, endpoint, credentials)
                .httpClient(http)
                .build()) {
            this.account = sts.getCallerIdentity().account();
        }
    }

    private static <B extends AwsClientBuilder<B, C>, C> B set(
            B builder, String region, Optional<URI> endpoint, AwsCredentialsProvider credentials) {
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(SdkSystemSetting.AWS_MAX_ATTEMPTS
                                        .getIntegerValue()
                                        .orElse(TRIES))
                                .build())
                        .build());
    }

    public ControlPlanes planes() {
        return new ControlPlanes(
                account,
                region,
                new AwsApiPlane(apis),
                new AwsFunctionPlane(functions),
                new AwsStackPlane(stacks),
                health);
    }

    @Override
    public void close() {
        apis.close();
        functions.close();
        stacks.close();
        http.close();
    }
}
