package io.trunkline.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GatewayEventReaderTest {
    @Test
    void a_connect_brings_headers_query_endpoint_and_authorizer() throws IOException {
        GatewayEvent event = read("connect");

        assertThat(event.kind()).isEqualTo(GatewayEvent.Kind.CONNECT);
        assertThat(event.connectionId()).isEqualTo(new ConnectionId("O9oRTfeAoAMCK6g="));
        assertThat(event.endpoint()).isEqualTo(new GatewayEndpoint("abc123def0", "dev"));
        assertThat(event.connectedAt()).isEqualTo(Instant.ofEpochMilli(1795251600000L));
        assertThat(event.headers()).containsEntry("origin", "https://app.example.com");
        assertThat(event.query()).containsEntry("platform", "ios");
        assertThat(event.authorizer()).containsEntry("app", "wizz/drivers").containsEntry("integrationLatency", "12");
    }

    @Test
    void the_door_is_the_gateways_word_and_not_the_host_header() throws IOException {
        assertThat(read("connect").domainName()).isEqualTo("orders.example.com");
    }

    @Test
    void a_disconnect_without_an_authorizer_has_no_context() throws IOException {
        GatewayEvent event = read("disconnect");

        assertThat(event.kind()).isEqualTo(GatewayEvent.Kind.DISCONNECT);
        assertThat(event.authorizer()).isEmpty();
        assertThat(event.body()).isEmpty();
    }

    @Test
    void an_event_prints_no_header_and_no_query() throws IOException {
        assertThat(read("connect").toString()).doesNotContain("bearer").doesNotContain("ios");
    }

    @Test
    void another_services_event_is_a_fault() {
        InputStream scheduled =
                new ByteArrayInputStream("{\"source\":\"aws.events\"}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> GatewayEventReader.read(scheduled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a WebSocket event");
    }

    private static GatewayEvent read(String name) throws IOException {
        try (InputStream input =
                Objects.requireNonNull(GatewayEventReaderTest.class.getResourceAsStream("/events/" + name + ".json"))) {
            return GatewayEventReader.read(input);
        }
    }
}
