package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;

/** How connections end, and what is left of them: nothing. */
class DisconnectIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void a_client_that_dies_leaves_no_row() throws Exception {
        TestSocket socket = connect("wizz/customers", "customer/x-1");
        String id = socket.connectionId();
        assertThat(RunningPlatform.isStored(id)).isTrue();
        assertThat(RunningPlatform.storedSubscriptions(id)).isEqualTo(5);

        socket.drop();

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(RunningPlatform.isStored(id)).isFalse();
            assertThat(RunningPlatform.storedSubscriptions(id)).isZero();
        });
    }

    @Test
    void a_backend_posts_to_a_socket_and_after_a_delete_it_is_gone() {
        TestSocket socket = connect("wizz/customers", "customer/x-2");
        String id = socket.connectionId();
        URI endpoint =
                URI.create(RunningPlatform.platform().webSocketUri().toString().replace("ws://", "http://"));
        try (ApiGatewayManagementApiClient client = ApiGatewayManagementApiClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(RunningPlatform.credentials())
                .build()) {
            client.postToConnection(request ->
                    request.connectionId(id).data(SdkBytes.fromString("{\"type\":\"hi\"}", StandardCharsets.UTF_8)));
            socket.await(node -> node.path("type").asText().equals("hi"));

            client.deleteConnection(request -> request.connectionId(id));
            socket.awaitClose();

            Assertions.assertThatExceptionOfType(GoneException.class)
                    .isThrownBy(() -> client.postToConnection(
                            request -> request.connectionId(id).data(SdkBytes.fromUtf8String("late"))));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> !RunningPlatform.isStored(id));
    }

    @Test
    void an_event_to_somebody_who_just_left_is_told_as_not_delivered() throws Exception {
        TestSocket merchant = connect("wizz/order-receiver", "merchant/x-3");
        String id = merchant.connectionId();
        merchant.drop();
        Awaitility.await().atMost(PATIENCE).until(() -> !RunningPlatform.isStored(id));

        try (TestSocket customer = connect("wizz/customers", "customer/x-3")) {
            JsonNode reply = customer.ask(
                    "1",
                    "{\"action\":\"send\",\"id\":\"1\",\"to\":{\"entity\":\"merchant/x-3\"},\"event\":\"order.created\",\"data\":1}");

            assertThat(reply.at("/data/delivered").asInt()).isZero();
        }
    }
}
