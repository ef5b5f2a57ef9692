package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.local.HttpCaller.Answer;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Limits across the environments of the built functions, and that they hold nobody back but whom they are meant for.
 */
class LimitsIT {
    /** More than the limit and the refusals that every one of the environments puts up with. */
    private static final int FLOOD = 400;

    @Test
    void a_flood_is_limited_then_told_and_closed_while_others_go_on() {
        try (TestSocket flooding = connect("hasty/senders", "sender/f-1");
                TestSocket sameTenant = connect("hasty/senders", "sender/f-2");
                TestSocket otherTenant = connect("wizz/customers", "customer/f-1")) {
            for (int i = 0; i < FLOOD; i++) {
                flooding.send("{\"action\":\"rooms\",\"id\":\"" + i + "\"}");
                if (i % 100 == 0) {
                    assertAnswered(sameTenant, "{\"action\":\"rooms\",\"id\":\"s" + i + "\"}", "s" + i);
                    assertAnswered(otherTenant, "{\"action\":\"rooms\",\"id\":\"o" + i + "\"}", "o" + i);
                }
                if (!flooding.isOpen()) {
                    break;
                }
            }

            flooding.awaitClose();
            List<JsonNode> frames = List.copyOf(flooding.frames());
            assertThat(frames)
                    .filteredOn(node -> node.path("ok").asBoolean()) // a window may end in between
                    .hasSizeBetween(10, 40);
            assertThat(frames)
                    .filteredOn(node -> node.at("/error/code").asText().equals("rate_limited"))
                    .isNotEmpty()
                    .allSatisfy(node -> {
                        assertThat(node.at("/error/retryAfterMs").asLong()).isBetween(1L, 60_000L);
                        assertThat(node.at("/error/retryable").asBoolean()).isTrue();
                        assertThat(node.path("id").asText()).isNotEmpty();
                    });
            assertThat(frames)
                    .filteredOn(node -> node.path("type").asText().equals("goaway"))
                    .isNotEmpty()
                    .allSatisfy(node -> assertThat(node.path("reason").asText()).isEqualTo("flood"));
            assertAnswered(sameTenant, "{\"action\":\"rooms\",\"id\":\"after\"}", "after");
            assertAnswered(otherTenant, "{\"action\":\"rooms\",\"id\":\"after\"}", "after");
        }
    }

    @Test
    void malformed_frames_count_and_a_flood_of_them_is_closed() {
        try (TestSocket flooding = connect("hasty/senders", "sender/f-3")) {
            for (int i = 0; i < FLOOD && flooding.isOpen(); i++) {
                flooding.send("nonsense");
            }

            flooding.awaitClose();
            assertThat(flooding.frames())
                    .anyMatch(node -> node.at("/error/code").asText().equals("bad_json"))
                    .anyMatch(node -> node.at("/error/code").asText().equals("rate_limited"));
        }
    }

    @Test
    void joins_have_a_limit_of_their_own() {
        try (TestSocket socket = connect("hasty/senders", "sender/f-4")) {
            List<String> codes = IntStream.range(0, 8)
                    .mapToObj(i -> socket.ask(
                                    "j" + i, "{\"action\":\"subscribe\",\"room\":\"hall:h-1\",\"id\":\"j" + i + "\"}")
                            .at("/error/code")
                            .asText())
                    .toList();

            assertThat(codes).filteredOn(String::isEmpty).hasSizeBetween(1, 6);
            assertThat(codes).contains("rate_limited");
            assertAnswered(socket, "{\"action\":\"rooms\",\"id\":\"r\"}", "r");
        }
    }

    @Test
    void a_backend_over_its_tenants_limit_is_told_when_to_come_back_and_another_tenants_is_not() {
        HttpCaller hasty = HttpCaller.of("hasty", ApiScope.PUBLISH);
        HttpCaller wizz = HttpCaller.of("wizz", ApiScope.PUBLISH);
        String event = "{\"rooms\":[\"all\"],\"event\":\"news\"}";
        String batch = "{\"events\":[" + String.join(",", Collections.nCopies(30, event)) + "]}";
        // again, as a window may end between the two
        Answer limited = Awaitility.await()
                .until(
                        () -> {
                            JsonNode outcomes = hasty.post("/v1/publish/batch", batch)
                                    .body()
                                    .path("outcomes");
                            assertThat(outcomes.at("/29/error/code").asText()).isEqualTo("rate_limited");
                            return hasty.post("/v1/publish", event);
                        },
                        answer -> answer.status() != 202);
        assertThat(wizz.post("/v1/publish", event).status()).isEqualTo(202);

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.contentType()).startsWith("application/problem+json");
        assertThat(limited.body().path("code").asText()).isEqualTo("rate_limited");
        assertThat(limited.body().path("retryAfterMs").asLong()).isBetween(1L, 10_000L);
        assertThat(limited.retryAfter().map(Integer::parseInt))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 10));
    }

    private static void assertAnswered(TestSocket socket, String frame, String id) {
        JsonNode reply = socket.ask(id, frame);
        assertThat(reply.path("ok").asBoolean()).as(reply.toString()).isTrue();
    }
}
