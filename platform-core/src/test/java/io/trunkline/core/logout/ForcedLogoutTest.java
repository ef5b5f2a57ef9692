package io.trunkline.core.logout;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryConnectionCounter;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.InMemorySubscriptionStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ForcedLogoutTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final ConnectionId A = new ConnectionId("a");
    private static final ConnectionId B = new ConnectionId("b");
    private static final LogoutTarget DRIVER = new LogoutTarget.Room(new RoomName.User("u-7"));

    /** Closes whom it holds, but the stubborn. */
    private static final class Sockets implements ConnectionGateway {
        final Set<ConnectionId> live = ConcurrentHashMap.newKeySet();
        final Set<ConnectionId> stubborn = ConcurrentHashMap.newKeySet();

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
            if (stubborn.contains(id)) {
                throw new UncheckedIOException(new IOException("503"));
            }
            live.remove(id);
        }
    }

    private final TestClock clock = new TestClock(NOW);
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final InMemoryConnectionStore connections = new InMemoryConnectionStore();
    private final InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
    private final InMemoryRevocationStore list = new InMemoryRevocationStore();
    private final Sockets sockets = new Sockets();
    private final ForcedLogout logout = new ForcedLogout(
            registry,
            connections,
            subscriptions,
            list,
            new Farewell(sockets, new DialectRegistry(List.of(new V1Dialect())), clock::advance, new Random(1)),
            new ConnectionCleanup(
                    registry,
                    connections,
                    subscriptions,
                    new TenantConnectionLimit(new InMemoryConnectionCounter()),
                    new RoomPresence(registry, new InMemoryPresenceStore())),
            clock::advance,
            clock,
            4);

    @Test
    void theReceiptCountsTheClosedAndTheGhostsWhichLeaveNothing() {
        connected(A, Wizz.driver(), "t-1", true);
        connected(B, Wizz.driver(), "t-2", false);

        LogoutReceipt receipt = logOut(DRIVER, LogoutOrder.Tokens.ISSUED_SO_FAR, Duration.ofSeconds(27));

        assertThat(receipt)
                .isEqualTo(new LogoutReceipt(1, 1, OptionalLong.of(0), Optional.of(NOW.plus(LogoutOrder.USUAL)), true));
        assertThat(subscriptions.roomsOf(B)).isEmpty();
        assertThat(connections.find(B, clock.instant())).isEmpty();
    }

    @Test
    void whereTheTimeRunsOutNoReceiptSaysThatNobodyIsLeft() {
        connected(A, Wizz.driver(), "t-1", true);

        LogoutReceipt receipt = logOut(DRIVER, LogoutOrder.Tokens.ISSUED_SO_FAR, Duration.ofSeconds(1));

        assertThat(receipt.stillAbleToAct()).isEmpty();
        assertThat(receipt.complete()).isFalse();
    }

    @Test
    void whoWouldNotBeClosedIsRevokedByItsConnectionUntilThatEnds() {
        connected(A, Wizz.driver(), "t-1", true);
        sockets.stubborn.add(A);

        LogoutReceipt receipt = logOut(
                new LogoutTarget.Room(new RoomName.Entity(Wizz.driver().entity())),
                LogoutOrder.Tokens.NONE,
                Duration.ofSeconds(27));

        assertThat(receipt).isEqualTo(new LogoutReceipt(0, 0, OptionalLong.of(0), Optional.empty(), false));
        assertThat(list.all())
                .containsExactly(new Revocation(
                        Wizz.ID,
                        new RevokedSubject.Socket(A),
                        Optional.empty(),
                        ConnectionLifetime.expiresAt(NOW.minusSeconds(600))));
    }

    @Test
    void whoWouldNotBeClosedAndCouldNotBeRevokedInTimeIsSaidToBeAble() {
        connected(A, Wizz.driver(), "t-1", true);
        sockets.stubborn.add(A);

        LogoutReceipt receipt = logOut(
                new LogoutTarget.Room(new RoomName.Entity(Wizz.driver().entity())),
                LogoutOrder.Tokens.NONE,
                Duration.ofSeconds(2));

        assertThat(receipt.stillAbleToAct()).isEqualTo(OptionalLong.of(1));
        assertThat(receipt.complete()).isFalse();
    }

    @Test
    void aConnectionGoesWithAllOfItsTokenAndNobodyElse() {
        ConnectionId other = new ConnectionId("c");
        connected(A, Wizz.driver(), "t-1", true);
        connected(B, Wizz.driver(), "t-1", true);
        connected(other, Wizz.driver(), "t-2", true);

        LogoutReceipt receipt =
                logOut(new LogoutTarget.Socket(A), LogoutOrder.Tokens.ISSUED_SO_FAR, Duration.ofSeconds(27));

        assertThat(receipt.closed()).isEqualTo(2);
        // a minute after its expiry verification accepts it no more
        assertThat(receipt.revokedUntil()).contains(NOW.plusSeconds(3660));
        assertThat(sockets.live).containsExactly(other);
    }

    @Test
    void anotherTenantsConnectionIsNotThereAndARoomByChoiceRevokesNoToken() {
        connected(A, Wizz.driver(), "t-1", true);
        registry.put(new Tenant(
                new TenantId("parcelo"),
                Wizz.tenant().status(),
                Wizz.tenant().catalog(),
                Wizz.tenant().rooms(),
                Wizz.tenant().automaticRoomShards(),
                Wizz.tenant().apps(),
                Wizz.tenant().limits()));

        assertThat(refusal(new TenantId("parcelo"), new LogoutTarget.Socket(A))).isEqualTo(RejectionCode.NOT_FOUND);
        assertThat(refusal(Wizz.ID, new LogoutTarget.Room(new RoomName.Topic("order", "o-9"))))
                .isEqualTo(RejectionCode.BAD_FIELD);
        assertThat(sockets.live).containsExactly(A);
        assertThat(list.all()).isEmpty();
    }

    private RejectionCode refusal(TenantId tenant, LogoutTarget target) {
        LogoutOutcome outcome = logout.logOut(
                tenant,
                target,
                new LogoutOrder("bye", LogoutOrder.Tokens.ALL, Optional.empty()),
                Deadline.in(Duration.ofSeconds(27), clock));
        assertThat(outcome).isInstanceOf(LogoutOutcome.Refused.class);
        return ((LogoutOutcome.Refused) outcome).rejection().code();
    }

    private LogoutReceipt logOut(LogoutTarget target, LogoutOrder.Tokens tokens, Duration time) {
        LogoutOutcome outcome = logout.logOut(
                Wizz.ID, target, new LogoutOrder("bye", tokens, Optional.empty()), Deadline.in(time, clock));
        assertThat(outcome).isInstanceOf(LogoutOutcome.Done.class);
        return ((LogoutOutcome.Done) outcome).receipt();
    }

    /** Since ten minutes, so that a 410 tells. */
    private void connected(ConnectionId id, Identity identity, String tokenId, boolean live) {
        Instant since = NOW.minusSeconds(600);
        Connection connection = new Connection(
                id,
                new Principal(identity, Optional.of(tokenId), Optional.of(since), NOW.plusSeconds(3600)),
                ENDPOINT,
                "trunkline.v1",
                Optional.empty(),
                since,
                ConnectionLifetime.expiresAt(since));
        connections.save(connection);
        subscriptions.join(RoomShards.automatic(Wizz.tenant(), identity, id).stream()
                .map(room -> new Subscription(room, id, ENDPOINT, "trunkline.v1", connection.expiresAt()))
                .toList());
        if (live) {
            sockets.live.add(id);
        }
    }
}
