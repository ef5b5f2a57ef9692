package io.trunkline.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client of the HTTP API and the function behind it see of each other. */
class LocalHttpTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-12T19:03:58.390Z"));

    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Invoker function = _ -> returned("{\"statusCode\":204}");
    private final LocalHttp http = start();

    private LocalHttp start() {
        try {
            return new LocalHttp(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    "{\"keys\":[]}",
                    "000000000000",
                    event -> {
                        events.add(parsed(event));
                        return function.invoke(event);
                    },
                    CLOCK,
                    Duration.ofSeconds(2));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        client.close();
        http.close();
    }

    @Test
    void aRequestBecomesAnEventOfPayloadTwo() throws Exception {
        send(request("/v1/a%20b?x=1&y=a%26b&x=2&z")
                .header("X-Several", "one")
                .header("X-Several", "two")
                .header("Cookie", "a=1; b=2")
                .header("User-Agent", "test")
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("{\"é\":1}")));

        JsonNode event = events.take();
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("$default");
        assertThat(event.path("rawPath").asText()).isEqualTo("/v1/a%20b");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("x=1&y=a%26b&x=2&z");
        assertThat(event.path("queryStringParameters"))
                .isEqualTo(JSON.readTree("{\"x\":\"1,2\",\"y\":\"a&b\",\"z\":\"\"}"));
        assertThat(event.path("cookies")).isEqualTo(JSON.readTree("[\"a=1\",\"b=2\"]"));
        assertThat(event.at("/headers/x-several").asText()).isEqualTo("one,two");
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.path("body").asText()).isEqualTo("{\"é\":1}");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("http"))
                .isEqualTo(JSON.readTree("{\"method\":\"POST\",\"path\":\"/v1/a%20b\",\"protocol\":\"HTTP/1.1\","
                        + "\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"test\"}"));
        assertThat(context.path("stage").asText()).isEqualTo("$default");
        assertThat(context.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(context.path("time").asText()).isEqualTo("12/Mar/2026:19:03:58 +0000");
        assertThat(context.path("timeEpoch").asLong()).isEqualTo(CLOCK.millis());
        assertThat(context.path("requestId").asText()).isNotEmpty();
    }

    @Test
    void aBodyThatIsNoTextTravelsInBase64() throws Exception {
        send(request("/")
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {-1, 0, 1})));

        JsonNode event = events.take();
        assertThat(event.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(event.path("body").asText()).isEqualTo("/wAB");
    }

    @Test
    void aRequestWithoutBodyAndQueryHasNeitherInItsEvent() throws Exception {
        send(request("/v1/status").GET());

        JsonNode event = events.take();
        assertThat(event.has("body")).isFalse();
        assertThat(event.has("queryStringParameters")).isFalse();
        assertThat(event.path("rawQueryString").asText()).isEmpty();
    }

    @Test
    void theFunctionsAnswerReachesTheClient() throws Exception {
        function = _ -> returned("{\"statusCode\":201,\"headers\":{\"X-A\":\"b\",\"Content-Type\":\"text/plain\"},"
                + "\"cookies\":[\"s=1; Path=/\",\"t=2\"],\"body\":\"aMOpbGxv\",\"isBase64Encoded\":true}");

        HttpResponse<String> response = send(request("/").GET());

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("héllo");
        assertThat(response.headers().firstValue("x-a")).contains("b");
        assertThat(response.headers().allValues("set-cookie")).containsExactlyInAnyOrder("s=1; Path=/", "t=2");
    }

    @Test
    void whatNamesNoStatusIsTheBodyOfA200() throws Exception {
        function = _ -> returned("{\"hello\":1}");

        HttpResponse<String> response = send(request("/").GET());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"hello\":1}");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
    }

    @Test
    void aFunctionThatFailsIsAnInternalServerErrorAndNothingElseIsSaid() throws Exception {
        for (InvokeOutcome outcome : List.of(
                new InvokeOutcome.FunctionError("io.trunkline.Secret", "detail"),
                new InvokeOutcome.Crashed(),
                returned("no json"),
                returned("{\"statusCode\":7}"),
                returned("{\"statusCode\":200,\"body\":\"%%\",\"isBase64Encoded\":true}"))) {
            function = _ -> outcome;

            assertAnswer(500, "{\"message\":\"Internal Server Error\"}");
        }
        function = _ -> {
            throw new IllegalStateException("secret");
        };
        assertAnswer(500, "{\"message\":\"Internal Server Error\"}");
    }

    @Test
    void aFunctionThatIsBusyOrTooSlowIsUnavailable() throws Exception {
        function = _ -> new InvokeOutcome.Throttled();
        assertAnswer(503, "{\"message\":\"Service Unavailable\"}");

        CountDownLatch end = new CountDownLatch(1);
        function = _ -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InvokeOutcome.Crashed();
        };
        try {
            assertAnswer(503, "{\"message\":\"Service Unavailable\"}");
        } finally {
            end.countDown();
        }
    }

    @Test
    void aBodyOfMoreThanTenMegabytesReachesNoFunction() throws Exception {
        HttpResponse<String> response =
                send(request("/").POST(HttpRequest.BodyPublishers.ofByteArray(new byte[LocalHttp.MAX_BODY_BYTES + 1])));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(events).isEmpty();
    }

    @Test
    void theKeysAndTheHealthOfThisMachineReachNoFunction() throws Exception {
        assertThat(send(request(LocalHttp.JWKS_PATH).GET()).body()).isEqualTo("{\"keys\":[]}");
        assertThat(send(request("/health").GET()).statusCode()).isEqualTo(200);
        assertThat(events).isEmpty();
    }

    private void assertAnswer(int status, String body) throws Exception {
        HttpResponse<String> response = send(request("/").GET());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(java.net.URI.create(http.uri() + path)).timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static InvokeOutcome returned(String payload) {
        return new InvokeOutcome.Success(payload.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode parsed(byte[] event) {
        try {
            return JSON.readTree(event);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
