package io.trunkline.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OrderStoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final StringWriter shown = new StringWriter();
    private final PrintWriter out = new PrintWriter(shown);

    private static DemoPlatform at(int port) {
        URI nowhere = URI.create("ws://127.0.0.1:" + port + "/dev");
        return new DemoPlatform() {
            @Override
            public URI door(AppKey app) {
                return nowhere;
            }

            @Override
            public URI webSocket() {
                return nowhere;
            }

            @Override
            public URI http() {
                return nowhere;
            }

            @Override
            public String token(AppKey app, EntityRef entity) {
                return "a.b.c";
            }

            @Override
            public String apiKey() {
                return "k";
            }
        };
    }

    @Test
    void a_door_that_nobody_opens_fails_the_story_with_one_line_that_names_who_stood_there() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        OrderStory story =
                new OrderStory(at(port), new TerminalStage(out, false, () -> NOW), Duration.ofSeconds(5), "o-1");

        assertThatThrownBy(story::play)
                .isInstanceOf(DemoFailure.class)
                .hasMessageStartingWith("the merchant could not connect: ");
    }

    @Test
    void a_door_that_answers_nothing_fails_it_after_its_time() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            OrderStory story = new OrderStory(
                    at(silent.getLocalPort()), new TerminalStage(out, false, () -> NOW), Duration.ofMillis(200), "o-1");

            assertThatThrownBy(story::play)
                    .isInstanceOf(DemoFailure.class)
                    .hasMessageStartingWith("the merchant could not connect: ");
        }
    }

    @Test
    void a_line_is_in_columns_and_in_colours_only_where_a_terminal_shows_them() {
        new TerminalStage(out, false, () -> NOW).line("customer", false, "ack", "subscribe_order", "{}");
        new TerminalStage(out, true, () -> NOW).line("driver", true, "ping", "", "{}");

        assertThat(shown.toString().lines().toList())
                .containsExactly(
                        "    0.000 s  customer  ← ack                           subscribe_order",
                        "  \u001b[2m  0.000 s\u001b[0m  \u001b[32mdriver   \u001b[0m → ping");
    }
}
