package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EndingsTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConnectionId A = new ConnectionId("a");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final ConnectionErrand END = new ConnectionErrand(
            ConnectionErrand.Kind.END_UNLESS_AUTHENTICATED, Wizz.ID, A, ENDPOINT, V1Dialect.ID, 0, START);

    private final TestClock clock = new TestClock(START);
    private final InMemoryConnectionStore connections = new InMemoryConnectionStore();
    private final List<String> done = new ArrayList<>();
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private PostOutcome post = new PostOutcome.Delivered();
    private boolean closes = true;
    private final ConnectionGateway gateway = new ConnectionGateway() {
        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
            done.add(StandardCharsets.UTF_8.decode(frame).toString());
            return post;
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
            throw new AssertionError("it has a word for it");
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
            done.add("closed " + connection);
            if (!closes) {
                throw new UncheckedIOException(new IOException("no"));
            }
        }
    };
    private final List<ConnectionErrand> again = new ArrayList<>();
    private final Endings tasks = new Endings(
            registry,
            connections,
            (task, delay) -> {
                again.add(task);
                done.add("again in " + delay);
                return true;
            },
            new Farewell(gateway, new DialectRegistry(List.of(new V1Dialect())), _ -> {}, new Random(1)),
            clock);

    @Test
    void whoHasNotAuthenticatedIsToldAndClosed() {
        assertThat(isDone()).isTrue();
        assertThat(done).containsExactly("{\"type\":\"goaway\",\"reason\":\"not_authenticated\"}", "closed a");
    }

    @Test
    void whoHasAuthenticatedStays() {
        connections.save(new Connection(
                A,
                new Principal(Wizz.driver(), Optional.empty(), Optional.empty(), START.plusSeconds(60)),
                ENDPOINT,
                V1Dialect.ID,
                Optional.empty(),
                START,
                ConnectionLifetime.expiresAt(START)));

        assertThat(isDone()).isTrue();
        assertThat(done).isEmpty();
    }

    @Test
    void whoIsGoneIsNobodyToClose() {
        post = new PostOutcome.Gone();

        assertThat(isDone()).isTrue();
        assertThat(done).hasSize(1);
    }

    @Test
    void whatCouldNotBeClosedIsTriedAgainByTheQueue() {
        closes = false;

        assertThat(isDone()).isFalse();
    }

    private boolean isDone() {
        return tasks.isDone(END, Deadline.in(Duration.ofSeconds(30), clock));
    }
}
