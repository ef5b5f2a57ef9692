package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.logout.ForcedLogout;
import io.trunkline.core.logout.LogoutOrder;
import io.trunkline.core.logout.LogoutOutcome;
import io.trunkline.core.logout.LogoutReceipt;
import io.trunkline.core.logout.LogoutTarget;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connect whose token was verified just before, in every order with the logout of its user. */
class LogoutRacesTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConnectionId A = new ConnectionId("a");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final Principal DRIVER = new Principal(
            Wizz.driver(), Optional.of("jti"), Optional.of(START.minusSeconds(60)), START.plusSeconds(3600));

    /** Holds a connection from the end of its handshake until it is closed. */
    private static final class Sockets implements ConnectionGateway {
        final Set<ConnectionId> live = ConcurrentHashMap.newKeySet();

        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId id, ByteBuffer frame, Duration timeout) {
            return live.contains(id) ? new PostOutcome.Delivered() : new PostOutcome.Gone();
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            return live.contains(id);
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            live.remove(id);
        }
    }

    private final TestClock clock = new TestClock(START);
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final ObservedStores stores = new ObservedStores();
    private final InMemoryRevocationStore list = new InMemoryRevocationStore();
    private final TurnTaking turns = new TurnTaking();
    private final Sockets sockets = new Sockets();
    private final RevocationStore pausing = new RevocationStore() {
        @Override
        public void add(Collection<Revocation> revocations, Instant now) {
            turns.pause();
            list.add(revocations, now);
        }

        @Override
        public List<Revocation> read(TenantId tenant, Instant from, Instant now) {
            turns.pause();
            return list.read(tenant, from, now);
        }
    };
    private final Revocations copyOfTheConnect = new Revocations(pausing, clock);
    private final RoomPresence presence = new RoomPresence(registry, new InMemoryPresenceStore());
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(registry, stores, clock)
            .gateway(sockets)
            .revocations(copyOfTheConnect)
            .presence(presence)
            .build();
    private final ForcedLogout logout = new ForcedLogout(
            registry,
            stores,
            stores,
            pausing,
            new Farewell(sockets, new DialectRegistry(List.of(new V1Dialect())), clock::advance, new Random(1)),
            new ConnectionCleanup(registry, stores, stores, new TenantConnectionLimit(stores), presence),
            time -> {
                turns.pause();
                clock.advance(time);
                turns.pause();
            },
            clock,
            4);

    /** The connect takes four steps, its last the end of its handshake; the logout takes these and then some. */
    static List<List<Boolean>> orders() {
        List<List<Boolean>> orders = new ArrayList<>();
        for (int bits = 0; bits < 1 << 9; bits++) {
            if (Integer.bitCount(bits) == 4) {
                List<Boolean> order = new ArrayList<>();
                for (int turn = 0; turn < 9; turn++) {
                    order.add((bits >> turn & 1) == 1);
                }
                orders.add(order);
            }
        }
        return orders;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void whicheverComesFirstNobodyIsLeftWhoCanActOrHear(List<Boolean> order) {
        // the copy that the authorizer let the connect in by
        assertThat(copyOfTheConnect.of(DRIVER, Optional.empty())).isEmpty();
        stores.before(_ -> turns.pause());
        List<LogoutOutcome> outcomes = new ArrayList<>();

        turns.run(this::connect, () -> outcomes.add(logOut()), order);

        assertThat(outcomes)
                .singleElement()
                .isInstanceOfSatisfying(LogoutOutcome.Done.class, done -> assertIsTrue(done.receipt()));
    }

    private void assertIsTrue(LogoutReceipt receipt) {
        assertThat(receipt.stillAbleToAct()).isEqualTo(OptionalLong.of(0));
        assertThat(receipt.complete()).isTrue();
        // it hears nothing: closed, or in no room
        assertThat(!sockets.live.contains(A) || stores.subscriptions.roomsOf(A).isEmpty())
                .isTrue();
        // it can do nothing, whichever environment its message comes to
        assertThat(copyOfTheConnect.of(DRIVER, Optional.of(A))).isPresent();
        assertThat(new Revocations(list, clock).of(DRIVER, Optional.of(A))).isPresent();
    }

    private void connect() {
        OpenOutcome outcome = lifecycle.opened(
                A,
                DRIVER,
                ENDPOINT,
                "trunkline.v1",
                Optional.empty(),
                START,
                Deadline.in(Duration.ofSeconds(29), clock));
        turns.pause();
        if (outcome instanceof OpenOutcome.Opened) {
            sockets.live.add(A);
        }
    }

    private LogoutOutcome logOut() {
        return logout.logOut(
                Wizz.ID,
                new LogoutTarget.Room(new RoomName.User("u-7")),
                new LogoutOrder("bye", LogoutOrder.Tokens.ISSUED_SO_FAR, Optional.empty()),
                Deadline.in(Duration.ofSeconds(27), clock));
    }
}
