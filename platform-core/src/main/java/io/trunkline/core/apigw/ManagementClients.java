package io.trunkline.core.apigw;

import io.trunkline.core.connection.GatewayEndpoint;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

/**
 * One SDK client an endpoint, at most {@link #MAX_CLIENTS} of them, the least recently used forgotten first. All share
 * one HTTP client and one timer, so a forgotten client holds nothing and calls under way on it go on.
 */
final class ManagementClients implements AutoCloseable {
    static final int MAX_CLIENTS = 64;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    // shorter than the idle time-outs seen at load balancers, so that a connection is rarely found cut
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    private final ManagementUrls urls;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final ScheduledExecutorService timer;
    private final Map<GatewayEndpoint, ApiGatewayManagementApiClient> clients = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<GatewayEndpoint, ApiGatewayManagementApiClient> eldest) {
            return size() > MAX_CLIENTS;
        }
    };

    ManagementClients(ManagementUrls urls, AwsCredentialsProvider credentials, int maxConnections) {
        this.urls = urls;
        this.credentials = credentials;
        // the SDK's Apache client sets TCP_NODELAY itself and keeps connections alive
        this.http = ApacheHttpClient.builder()
                .maxConnections(maxConnections)
                .connectionTimeout(CONNECT_TIMEOUT)
                .connectionMaxIdleTime(MAX_IDLE)
                .tcpKeepAlive(true)
                .expectContinueEnabled(false)
                .proxyConfiguration(ProxyConfiguration.builder()
                        .useSystemPropertyValues(!urls.isLocal())
                        .useEnvironmentVariableValues(!urls.isLocal())
                        .build())
                .build();
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("connections-timeouts").factory());
    }

    /** Throws {@link IllegalArgumentException} where the endpoint is none. */
    ApiGatewayManagementApiClient at(GatewayEndpoint endpoint) {
        synchronized (clients) {
            return clients.computeIfAbsent(endpoint, e -> client(urls.of(e)));
        }
    }

    private ApiGatewayManagementApiClient client(URI url) {
        return ApiGatewayManagementApiClient.builder()
                .endpointOverride(url)
                .region(Region.of(urls.region()))
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(config ->
                        config.retryStrategy(AwsRetryStrategy.doNotRetry()).scheduledExecutorService(timer))
                .build();
    }

    @Override
    public void close() {
        http.close();
        timer.shutdownNow();
    }
}
