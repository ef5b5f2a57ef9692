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
import io.trunkline.core.delivery.ErrandJson;
import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.InMemorySubscriptionStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WelcomesTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final ConnectionId ID = new ConnectionId("L0SM9cOFIAMCEgA=");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("a1b2c3", "prod");
    private static final PostOutcome GONE = new PostOutcome.Gone();

    /** A dialect whose welcome names the rooms. */
    private static final class Greeting implements WireDialect {
        @Override
        public String id() {
            return "greeting";
        }

        @Override
        public DecodeOutcome decode(String frame, Speaker speaker) {
            throw new UnsupportedOperationException("welcomes are only written");
        }

        @Override
        public List<String> encode(ServerEvent event) {
            return event instanceof ServerEvent.Welcome welcome
                    ? List.of(welcome.identity().entity() + " in " + welcome.rooms())
                    : List.of();
        }
    }

    /** A gateway that answers what it is told to, then delivers. */
    private static final class Gateway implements ConnectionGateway {
        final Deque<PostOutcome> next = new ArrayDeque<>();
        final List<String> delivered = new ArrayList<>();

        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
            PostOutcome outcome = next.isEmpty() ? new PostOutcome.Delivered() : next.pop();
            if (outcome instanceof PostOutcome.Delivered) {
                delivered.add(StandardCharsets.UTF_8.decode(frame).toString());
            }
            return outcome;
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
            throw new AssertionError("a welcome asks nothing");
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
            throw new AssertionError("a welcome closes nothing");
        }
    }

    private final TestClock clock = new TestClock(START);
    private final List<Duration> delays = new ArrayList<>();
    private final Deque<String> queued = new ArrayDeque<>();
    private final ErrandQueue queue = (errand, delay) -> {
        delays.add(delay);
        return queued.add(ErrandJson.write(errand));
    };
    private final InMemoryConnectionStore connections = new InMemoryConnectionStore();
    private final InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
    private final Gateway gateway = new Gateway();
    private final Welcomes welcomes = new Welcomes(
            queue,
            new InMemoryAppRegistry(Wizz.tenant()),
            connections,
            subscriptions,
            new DialectRegistry(List.of(new V1Dialect(), new Greeting())),
            gateway,
            clock::advance,
            new Random(1),
            clock);

    private static Connection connection(String dialect) {
        return new Connection(
                ID,
                new Principal(
                        new Identity(
                                AppKey.parse("wizz/drivers"), "u-7", EntityRef.parse("driver/d-7"), Set.of(), Set.of()),
                        Optional.empty(),
                        Optional.empty(),
                        START.plusSeconds(3600)),
                ENDPOINT,
                dialect,
                Optional.empty(),
                START,
                ConnectionLifetime.expiresAt(START));
    }

    private void opened() {
        connections.save(connection("greeting"));
        welcomes.promise(connection("greeting"));
    }

    private void run() {
        ConnectionErrand errand = ErrandJson.read(queued.pop()).orElseThrow();
        clock.advance(delays.getLast());
        welcomes.perform(errand, Deadline.in(Duration.ofSeconds(20), clock));
    }

    @Test
    void a_connection_whose_dialect_has_a_first_word_gets_it_with_its_rooms() {
        opened();
        subscriptions.join(List.of(new Subscription(
                RoomShards.joined(Wizz.tenant(), RoomName.parse("order:o-9"), ID),
                ID,
                ENDPOINT,
                "greeting",
                START.plusSeconds(7200))));
        run();

        assertThat(gateway.delivered)
                .containsExactly(
                        "driver/d-7 in [all, app:drivers, entity:driver/d-7, order:o-9, type:driver, user:u-7]");
        assertThat(queued).isEmpty();
    }

    @Test
    void a_connection_whose_dialect_has_none_costs_nothing() {
        connections.save(connection(V1Dialect.ID));
        welcomes.promise(connection(V1Dialect.ID));

        assertThat(queued).isEmpty();
    }

    @Test
    void a_handshake_that_is_still_under_way_is_waited_for() {
        opened();
        gateway.next.addAll(List.of(GONE, GONE));
        run();

        assertThat(gateway.delivered).hasSize(1);
        assertThat(queued).isEmpty();
    }

    @Test
    void one_that_takes_longer_is_tried_again_from_the_queue_and_is_never_taken_for_gone() {
        opened();
        for (int i = 0; i < 2 * Welcomes.TRIES; i++) {
            gateway.next.add(GONE);
        }
        run();
        run();
        assertThat(gateway.delivered).isEmpty();
        run();

        assertThat(gateway.delivered).hasSize(1);
        assertThat(delays).containsExactly(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(connections.find(ID, clock.instant())).isPresent();
    }

    @Test
    void one_that_the_gateway_never_holds_is_given_up_after_a_minute() {
        opened();
        for (int i = 0; i < 1000; i++) {
            gateway.next.add(GONE);
        }
        while (!queued.isEmpty()) {
            run();
        }

        assertThat(clock.instant()).isBetween(START.plusSeconds(40), START.plusSeconds(75));
        assertThat(gateway.delivered).isEmpty();
    }

    @Test
    void one_that_has_left_is_not_welcomed() {
        opened();
        connections.remove(ID, clock.instant());
        run();

        assertThat(gateway.delivered).isEmpty();
        assertThat(queued).isEmpty();
    }

    @Test
    void a_first_word_that_the_gateway_refuses_is_not_repeated() {
        opened();
        gateway.next.add(new PostOutcome.Failed("403", false));
        run();

        assertThat(gateway.delivered).isEmpty();
        assertThat(queued).isEmpty();
    }
}
