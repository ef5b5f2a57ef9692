package io.trunkline.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.auth.AuthOutcome.Waiting;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.AppKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitingContextTest {
    private static final Waiting WAITING =
            new Waiting(AppKey.parse("wizz/drivers"), "wizz-driver", Optional.of("wizz-driver"));

    @Test
    void whoWaitsComesBackAsTheyWentWithWhatTheirHandshakeSaidOfThem() {
        GatewayEvent event = handshake(
                Map.of("user-agent", "Dart/3.4"), Map.of("platform", "android", "deviceId", "d-1", "token", "t"));

        assertThat(WaitingContext.read(WaitingContext.write(WAITING, event)))
                .contains(new WaitingContext.Read(
                        WAITING, Map.of("platform", "android", "deviceId", "d-1", "userAgent", "Dart/3.4")));
        Waiting bare = new Waiting(WAITING.app(), "trunkline.v1", Optional.empty());
        assertThat(WaitingContext.read(WaitingContext.write(bare, handshake(Map.of(), Map.of()))))
                .contains(new WaitingContext.Read(bare, Map.of()));
    }

    @Test
    void whoWaitsIsNobodyYet() {
        assertThat(PrincipalContext.read(WaitingContext.write(WAITING, handshake(Map.of(), Map.of()))))
                .isEmpty();
        assertThat(WaitingContext.read(Map.of("principalId", "x"))).isEmpty();
    }

    @Test
    void aDamagedContextIsAFault() {
        assertThatThrownBy(() -> WaitingContext.read(Map.of("waitsFor", "wizz/drivers")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static GatewayEvent handshake(Map<String, String> headers, Map<String, String> query) {
        return new GatewayEvent(
                GatewayEvent.Kind.CONNECT,
                Optional.empty(),
                new ConnectionId("a="),
                new GatewayEndpoint("abc123", "dev"),
                "example.com",
                Instant.EPOCH,
                "r-1",
                headers,
                query,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }
}
