package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.App;
import io.trunkline.core.app.SessionRules;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantLimits;
import io.trunkline.core.app.TenantRates;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.AppId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an app asks of its clients' connections: one session a user, a platform of its list, few from one address. */
class SingleSessionsTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final ConnectionId A = new ConnectionId("a");
    private static final ConnectionId B = new ConnectionId("b");
    private static final OpenOutcome OPENED = new OpenOutcome.Opened();

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(tenant(new SessionRules(List.of(), true)));
    private final ObservedStores stores = new ObservedStores();
    private final Sockets sockets = new Sockets();
    private final InMemoryRevocationStore revoked = new InMemoryRevocationStore();
    private final Revocations revocations = new Revocations(revoked, clock);
    private final RoomPresence presence = new RoomPresence(registry, new InMemoryPresenceStore());
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(registry, stores, clock)
            .gateway(sockets)
            .revocations(revocations)
            .presence(presence)
            .sessions(new SingleSessions(
                    stores,
                    stores,
                    revoked,
                    new Farewell(sockets, new DialectRegistry(List.of(new V1Dialect())), _ -> {}, new Random(1)),
                    new ConnectionCleanup(registry, stores, stores, new TenantConnectionLimit(stores), presence),
                    clock))
            .build();

    private static Tenant tenant(SessionRules rules) {
        Tenant tenant = Wizz.tenant();
        App app = new App(
                Wizz.driver().app(), Set.of(Wizz.driver().entity().type()), "trunkline.v1", Set.of(), List.of(), rules);
        return new Tenant(
                tenant.id(),
                tenant.status(),
                tenant.catalog(),
                tenant.rooms(),
                Map.of(),
                Map.of(new AppId("drivers"), app),
                new TenantLimits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(2), TenantRates.DEFAULTS));
    }

    private OpenOutcome open(ConnectionId id, String device, Instant loggedInAt) {
        return open(id, Optional.of("web"), device, loggedInAt, "192.0.2.7");
    }

    private OpenOutcome open(
            ConnectionId id, Optional<String> platform, String device, Instant loggedInAt, String address) {
        return lifecycle.opened(
                id,
                new Principal(Wizz.driver(), Optional.empty(), Optional.of(loggedInAt), START.plusSeconds(3600)),
                ENDPOINT,
                "trunkline.v1",
                new Arrival(platform, Optional.of(device), Optional.of("Firefox"), SourceAddress.of(address)),
                now,
                Deadline.in(Duration.ofSeconds(29), clock));
    }

    @Test
    void aLoginOnAnotherDeviceEndsTheEarlierOneWithALastWord() {
        open(A, "phone", START);

        assertThat(open(B, "tablet", START.plusSeconds(60))).isEqualTo(OPENED);

        assertThat(sockets.said).containsExactly("a {\"type\":\"goaway\",\"reason\":\"new_login\"}", "a closed");
    }

    @Test
    void theSameTokenOnAnotherDeviceEndsTheOneThatCameFirst() {
        open(A, "phone", START);
        now = now.plusSeconds(5);

        assertThat(open(B, "tablet", START)).isEqualTo(OPENED);

        assertThat(sockets.said).contains("a closed");
    }

    @Test
    void aLoginOnTheSameDeviceClosesTheEarlierOneQuietly() {
        open(A, "phone", START);

        assertThat(open(B, "phone", START.plusSeconds(60))).isEqualTo(OPENED);

        assertThat(sockets.said).containsExactly("a closed");
    }

    @Test
    void theWindowsOfOneLoginOnOneDeviceLiveTogether() {
        open(A, "phone", START);

        assertThat(open(B, "phone", START)).isEqualTo(OPENED);

        assertThat(sockets.said).isEmpty();
    }

    @Test
    void anEarlierLoginDoesNotComeBackBesideALaterOne() {
        open(A, "tablet", START.plusSeconds(60));

        assertThat(open(B, "phone", START)).isInstanceOfSatisfying(OpenOutcome.TurnedAway.class, away -> assertThat(
                        away.rejection().code())
                .isEqualTo(RejectionCode.UNAUTHORIZED));

        assertThat(sockets.said).isEmpty();
        assertThat(stores.find(B, now)).isEmpty();
        assertThat(stores.roomsOf(B)).isEmpty();
    }

    @Test
    void aSessionThatTheGatewayDeniesInItsHandshakeIsRevoked() {
        open(A, "phone", START);
        sockets.gone.add(A);

        assertThat(open(B, "tablet", START.plusSeconds(60))).isEqualTo(OPENED);

        now = now.plusSeconds(3);
        assertThat(revocations.of(stores.find(A, now).orElseThrow().principal(), Optional.of(A)))
                .isPresent();
        assertThat(revocations.of(stores.find(B, now).orElseThrow().principal(), Optional.of(B)))
                .isEmpty();
    }

    @Test
    void aSessionThatWasLostLongAgoIsRemoved() {
        open(A, "phone", START);
        sockets.gone.add(A);
        now = now.plusSeconds(60);

        assertThat(open(B, "tablet", now)).isEqualTo(OPENED);

        assertThat(stores.find(A, now)).isEmpty();
    }

    @Test
    void whereManySessionsAreAllowedNobodyIsEnded() {
        registry.put(tenant(SessionRules.NONE));
        open(A, "phone", START);

        assertThat(open(B, "tablet", START.plusSeconds(60))).isEqualTo(OPENED);

        assertThat(sockets.said).isEmpty();
        assertThat(stores.find(A, now).orElseThrow().device()).isEmpty();
    }

    @Test
    void onlyPlatformsOfTheListConnectAndTheFirstIsMeantWhereNoneIsSaid() {
        registry.put(tenant(new SessionRules(List.of("web", "electron"), false)));

        assertThat(open(A, Optional.of("toaster"), "d", START, "192.0.2.1"))
                .isInstanceOfSatisfying(
                        OpenOutcome.TurnedAway.class,
                        away -> assertThat(away.rejection().code()).isEqualTo(RejectionCode.BAD_PLATFORM));
        assertThat(open(A, Optional.empty(), "d", START, "192.0.2.1")).isEqualTo(OPENED);
        assertThat(stores.find(A, now).orElseThrow().platform()).contains("web");
        assertThat(open(B, Optional.of("electron"), "d", START, "192.0.2.1")).isEqualTo(OPENED);
    }

    @Test
    void anAddressHasSoManyConnectionsAndAnotherIsNotCountedWithIt() {
        registry.put(tenant(SessionRules.NONE));
        open(A, "a", START);
        open(B, "b", START);
        ConnectionId third = new ConnectionId("c");

        assertThat(open(third, "c", START)).isInstanceOfSatisfying(OpenOutcome.TurnedAway.class, away -> assertThat(
                        away.rejection().code())
                .isEqualTo(RejectionCode.TOO_MANY_CONNECTIONS));
        assertThat(open(new ConnectionId("d"), Optional.empty(), "d", START, "192.0.2.8"))
                .isEqualTo(OPENED);

        lifecycle.closed(A, now);
        assertThat(open(third, "c", START)).isEqualTo(OPENED);
        assertThat(stores.find(third, now).orElseThrow().address().orElseThrow())
                .doesNotContain("192.0.2");
    }

    private static final class Sockets implements ConnectionGateway {
        final List<String> said = new ArrayList<>();
        final Set<ConnectionId> gone = new HashSet<>();

        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId id, ByteBuffer frame, Duration timeout) {
            if (gone.contains(id)) {
                return new PostOutcome.Gone();
            }
            said.add(id.value() + " " + StandardCharsets.UTF_8.decode(frame));
            return new PostOutcome.Delivered();
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            return !gone.contains(id);
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            said.add(id.value() + " closed");
        }
    }
}
