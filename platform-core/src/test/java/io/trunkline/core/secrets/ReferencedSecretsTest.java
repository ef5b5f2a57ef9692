package io.trunkline.core.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Secrets by reference, those of Secrets Manager from a server on loopback that answers as it does. */
class ReferencedSecretsTest {
    private static final String REFERENCE = "secretsmanager:wizz/hs256";

    private final AtomicInteger requests = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = "{\"SecretString\":\"first\"}";
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private HttpServer server = serve();
    private SecretsManagerClient client = client();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    private HttpServer serve() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SecretsManagerClient client() {
        return SecretsManagerClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClient(ApacheHttpClient.create())
                .overrideConfiguration(config -> config.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private ReferencedSecrets secrets(Map<String, String> environment) {
        return new ReferencedSecrets(environment, () -> client, () -> now);
    }

    @Test
    void findsASecretOfTheEnvironmentAndAsksNobody() {
        ReferencedSecrets secrets = secrets(Map.of("WIZZ", "sécret"));
        assertThat(text(secrets.find("env:WIZZ"))).contains("sécret");
        assertThat(secrets.find("env:OTHER")).isEmpty();
        assertThat(secrets.find("WIZZ")).isEmpty();
        assertThat(secrets.find("file:/etc/passwd")).isEmpty();
        assertThat(requests).hasValue(0);
    }

    @Test
    void keepsASecretOfSecretsManagerForFiveMinutes() {
        ReferencedSecrets secrets = secrets(Map.of());
        assertThat(text(secrets.find(REFERENCE))).contains("first");
        body = "{\"SecretString\":\"second\"}";
        pass(Duration.ofSeconds(299));
        assertThat(text(secrets.find(REFERENCE))).contains("first");
        assertThat(requests).hasValue(1);
        pass(Duration.ofSeconds(1));
        assertThat(text(secrets.find(REFERENCE))).contains("second");
        assertThat(requests).hasValue(2);
    }

    @Test
    void readsABinarySecret() {
        body = "{\"SecretBinary\":\"AAEC\"}";
        assertThat(secrets(Map.of()).find(REFERENCE))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(0, 1, 2));
    }

    @Test
    void servesTheLastSecretThroughAnOutageAndAsksSeldom() {
        ReferencedSecrets secrets = secrets(Map.of());
        secrets.find(REFERENCE);
        status = 500;
        body = "{}";
        for (int minute = 0; minute < 50; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(text(secrets.find(REFERENCE))).contains("first");
            assertThat(text(secrets.find(REFERENCE))).contains("first");
        }
        assertThat(requests.get()).isLessThanOrEqualTo(50);
        pass(Duration.ofMinutes(20));
        assertThatThrownBy(() -> secrets.find(REFERENCE)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void failsWhereNothingWasReadBeforeAnOutage() {
        status = 500;
        body = "{}";
        assertThatThrownBy(() -> secrets(Map.of()).find(REFERENCE)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void seesASecretSoonAfterItIsSet() {
        ReferencedSecrets secrets = secrets(Map.of());
        status = 400;
        body = "{\"__type\":\"ResourceNotFoundException\",\"Message\":\"no\"}";
        assertThat(secrets.find(REFERENCE)).isEmpty();
        status = 200;
        body = "{\"SecretString\":\"first\"}";
        assertThat(secrets.find(REFERENCE)).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(text(secrets.find(REFERENCE))).contains("first");
    }

    @Test
    void isNotHarmedByACallerThatWipesTheBytes() {
        ReferencedSecrets secrets = secrets(Map.of());
        secrets.find(REFERENCE).ifPresent(bytes -> bytes[0] = 0);
        assertThat(text(secrets.find(REFERENCE))).contains("first");
    }

    private void pass(Duration duration) {
        now = now.plus(duration);
    }

    private static Optional<String> text(Optional<byte[]> secret) {
        return secret.map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
