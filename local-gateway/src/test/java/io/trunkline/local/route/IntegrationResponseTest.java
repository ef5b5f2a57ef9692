package io.trunkline.local.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrationResponseTest {
    private static Optional<IntegrationResponse> parse(String payload) {
        return IntegrationResponse.parse(payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void headersAreFoundWhateverTheirCaseAndMap() {
        IntegrationResponse response = parse(
                        "{\"statusCode\":200,\"headers\":{\"SEC-websocket-PROTOCOL\":\"a\",\"n\":1,\"none\":null},"
                                + "\"multiValueHeaders\":{\"X-Many\":[\"one\",\"two\"]}}")
                .orElseThrow();
        assertThat(response.headers())
                .containsEntry("sec-websocket-protocol", "a")
                .containsEntry("n", "1")
                .containsEntry("x-many", "two")
                .doesNotContainKey("none");
    }

    @Test
    void aBodyInBase64IsDecoded() {
        assertThat(parse("{\"statusCode\":200,\"body\":\"aGk=\",\"isBase64Encoded\":true}")
                        .flatMap(IntegrationResponse::body))
                .contains("hi");
    }

    @Test
    void aStatusAsTextPasses() {
        assertThat(parse("{\"statusCode\":\"201\"}").map(IntegrationResponse::statusCode))
                .contains(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"statusCode\":200.5}",
                "{\"statusCode\":99}",
                "{\"statusCode\":600}",
                "{\"statusCode\":200,\"body\":{\"a\":1}}",
                "{\"statusCode\":200,\"body\":\"%%\",\"isBase64Encoded\":true}",
            })
    void whatIsNoProxyResponseIsNone(String payload) {
        assertThat(parse(payload)).isEmpty();
    }
}
