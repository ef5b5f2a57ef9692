package io.trunkline.core.auth;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a key set within one deadline, of bounded size, from the registered address and no other: a redirect is an
 * error.
 */
final class JwksEndpoint {
    /** For the whole answer: a handshake waits for it, and an authorizer has 10 s. */
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 128 * 1024;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    JWKSet fetch(URI address) throws IOException {
        try {
            return JWKSet.parse(body(address));
        } catch (ParseException e) {
            throw new IOException("the answer is no JSON Web Key Set", e);
        }
    }

    private String body(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json, application/jwk-set+json")
                .timeout(DEADLINE)
                .build();
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
        try {
            HttpResponse<String> response = answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("the key endpoint answered " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            throw new IOException("the key endpoint did not answer within " + DEADLINE.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the key endpoint could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the key endpoint", e);
        } finally {
            answer.cancel(true);
        }
    }
}
