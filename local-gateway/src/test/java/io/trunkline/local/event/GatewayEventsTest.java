package io.trunkline.local.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Compares events with the golden files, field order included. */
class GatewayEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant CONNECTED = Instant.parse("2026-03-05T04:05:06.789Z");
    private static final RequestStamp STAMP = new RequestStamp("REQUESTREQUEST1=", CONNECTED.plusMillis(2));

    private final ConnectedClient client = new ConnectedClient(
            "CONNECTIONCONN1=", CONNECTED, "127.0.0.1:3001", "127.0.0.1", Optional.of("wscat/5"), Optional.empty());
    private final ConnectedClient authorized = client.authorizedAs(
            new AuthorizerContext("u-1", Duration.ofMillis(12), orderedMap("tenant", "wizz", "roles", "manager")));

    private static Map<String, String> orderedMap(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static GatewayEvents events(Map<String, String> stageVariables) {
        return new GatewayEvents(new ApiIdentity("a1b2c3d4e5", "dev", "eu-central-1", "123456789012", stageVariables));
    }

    private static HandshakeRequest request() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Connection", List.of("Upgrade"));
        headers.put("Host", List.of("127.0.0.1:3001"));
        headers.put("Upgrade", List.of("websocket"));
        headers.put("X-Twice", List.of("one", "two"));
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("token", List.of("t"));
        query.put("role", List.of("driver", "manager"));
        return new HandshakeRequest(headers, query);
    }

    private static void assertGolden(String file, byte[] event) throws IOException {
        try (InputStream golden = GatewayEventsTest.class.getResourceAsStream("/events/" + file)) {
            assertThat(new String(event, StandardCharsets.UTF_8))
                    .isEqualTo(JSON.readTree(Objects.requireNonNull(golden)).toString());
        }
    }

    @Test
    void theAuthorizersEvent() throws Exception {
        assertGolden("authorizer.json", events(Map.of()).authorizer(client, request(), STAMP));
    }

    @Test
    void connectWithQueryAndAuthorizer() throws Exception {
        assertGolden("connect.json", events(Map.of("color", "blue")).connect(authorized, request(), STAMP));
    }

    @Test
    void connectWithoutQueryStageVariablesOrAuthorizer() throws Exception {
        HandshakeRequest bare = new HandshakeRequest(Map.of("Host", List.of("127.0.0.1:3001")), Map.of());
        ConnectedClient nameless = new ConnectedClient(
                "CONNECTIONCONN1=", CONNECTED, "127.0.0.1:3001", "127.0.0.1", Optional.empty(), Optional.empty());
        assertGolden("connect-bare.json", events(Map.of()).connect(nameless, bare, STAMP));
    }

    @Test
    void messageRepeatsNeitherHeadersNorQuery() throws Exception {
        String body = "{\"action\":\"ping\",\"text\":\"\ud83d\ude80 \\\"quoted\\\"\"}";
        assertGolden("message.json", events(Map.of()).message(authorized, "ping", "MESSAGEMESSAGE1=", body, STAMP));
    }

    @Test
    void disconnectCarriesItsSpecialHeadersAndTheAuthorizer() throws Exception {
        DisconnectCause cause = new DisconnectCause(1001, "Going away");
        assertGolden("disconnect.json", events(Map.of()).disconnect(authorized, cause, STAMP));
    }
}
