package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.platform;
import static io.trunkline.local.RunningPlatform.token;
import static io.trunkline.local.RunningPlatform.uri;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Handshakes through the gateway, the authorizer and $connect. */
class ConnectingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_token_may_come_in_the_authorization_header() {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token("wizz/drivers", "driver/h-1"));
        try (TestSocket socket = TestSocket.connect(platform().webSocketUri(), headers)) {
            assertThat(socket.isOpen()).isTrue();
        }
    }

    @Test
    void a_token_may_come_as_a_subprotocol_and_the_reply_selects_the_dialect() {
        String token = token("wizz/drivers", "driver/h-2");
        try (TestSocket socket =
                TestSocket.connect(platform().webSocketUri(), Map.of(), "trunkline.v1", "bearer." + token)) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(socket.subprotocol()).isEqualTo("trunkline.v1");
        }
    }

    @Test
    void without_a_token_the_answer_is_401() {
        assertThat(TestSocket.connect(platform().webSocketUri()).refusedWith()).isEqualTo(401);
    }

    @Test
    void a_token_that_has_expired_or_is_not_ours_is_401() {
        String expired =
                token("wizz/drivers", "driver/h-3", Map.of(), Instant.now().minus(Duration.ofHours(2)));
        String whole = token("wizz/drivers", "driver/h-3");
        String tampered = whole.substring(0, whole.length() - 8) + "AAAAAAAA";

        assertThat(TestSocket.connect(uri("token=" + expired)).refusedWith()).isEqualTo(401);
        assertThat(TestSocket.connect(uri("token=" + tampered)).refusedWith()).isEqualTo(401);
        assertThat(TestSocket.connect(uri("token=garbage")).refusedWith()).isEqualTo(401);
    }

    @Test
    void an_entity_whose_type_the_app_does_not_admit_is_403_and_nothing_is_stored() {
        String disguised = token("wizz/customers", "merchant/h-4");

        assertThat(TestSocket.connect(uri("token=" + disguised)).refusedWith()).isEqualTo(403);
        assertThat(RunningPlatform.storedConnections("h-4")).isZero();
    }

    @Test
    void a_browser_of_an_unregistered_origin_is_403() {
        String token = token("wizz/drivers", "driver/h-5");

        assertThat(TestSocket.connect(uri("token=" + token), Map.of("Origin", "https://evil.example"))
                        .refusedWith())
                .isEqualTo(403);
    }

    @Test
    void a_door_of_its_own_admits_its_app_and_no_other() {
        URI door = platform().webSocketUri(RunningPlatform.DOOR);
        try (TestSocket merchant =
                TestSocket.connect(URI.create(door + "?token=" + token("parcelo/merchants", "merchant/h-6")))) {
            assertThat(merchant.isOpen()).isTrue();
        }
        assertThat(TestSocket.connect(URI.create(door + "?token=" + token("parcelo/customers", "customer/h-6")))
                        .refusedWith())
                .isEqualTo(401);
    }

    @Test
    void one_connection_too_many_of_a_user_is_429_until_another_has_ended() {
        List<TestSocket> sockets = new ArrayList<>();
        try {
            TestSocket next = TestSocket.connect(uri("token=" + token("wizz/customers", "customer/h-7")));
            while (next.isOpen() && sockets.size() < 100) {
                sockets.add(next);
                next = TestSocket.connect(uri("token=" + token("wizz/customers", "customer/h-7")));
            }
            assertThat(next.refusedWith()).isEqualTo(429);
            assertThat(RunningPlatform.storedConnections("h-7")).isEqualTo(sockets.size());

            sockets.removeLast().close();
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                TestSocket again = TestSocket.connect(uri("token=" + token("wizz/customers", "customer/h-7")));
                sockets.add(again);
                assertThat(again.isOpen()).isTrue();
            });
        } finally {
            sockets.stream().filter(TestSocket::isOpen).forEach(TestSocket::close);
        }
    }
}
