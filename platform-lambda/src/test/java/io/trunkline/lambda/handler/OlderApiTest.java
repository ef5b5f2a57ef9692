package io.trunkline.lambda.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.PrincipalContext;
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.event.WaitingContext;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An API that has no authorizer of ours and no route responses. */
class OlderApiTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConnectionId A = new ConnectionId("a=");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("older1", "prod");
    private static final AppKey APP = AppKey.parse("wizz/drivers");
    private static final AuthOutcome.Waiting WAITING = new AuthOutcome.Waiting(APP, "trunkline.v1", Optional.empty());
    private static final Principal PRINCIPAL = new Principal(
            new Identity(APP, "u-7", EntityRef.parse("driver/d-7"), Set.of(), Set.of()),
            Optional.empty(),
            Optional.empty(),
            NOW.plusSeconds(3600));

    private static final AppRegistry NOBODY = new AppRegistry() {
        @Override
        public Optional<Tenant> tenant(TenantId id) {
            return Optional.empty();
        }

        @Override
        public Optional<Door> door(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<AppKey> appOfIssuer(String issuer) {
            return Optional.empty();
        }

        @Override
        public Optional<AppKey> appOfAudience(String issuer, String audience) {
            return Optional.empty();
        }

        @Override
        public Optional<TenantId> tenantOfService(String issuer, String audience) {
            return Optional.empty();
        }
    };

    private final List<String> posted = new ArrayList<>();
    private final List<Handshake> handshakes = new ArrayList<>();
    private Optional<Connection> stored = Optional.empty();
    private AuthOutcome outcome = WAITING;
    /** What is done while somebody waits for a row. */
    private Runnable meanwhile = () -> {};

    private final ConnectionStore connections = new ConnectionStore() {
        @Override
        public SaveOutcome save(Connection connection) {
            throw new AssertionError("nothing is stored here");
        }

        @Override
        public Optional<Connection> find(ConnectionId id, Instant now) {
            return stored;
        }

        @Override
        public boolean refresh(ConnectionId id, Principal principal) {
            throw new AssertionError("nothing is stored here");
        }

        @Override
        public Optional<Connection> remove(ConnectionId id, Instant now) {
            throw new AssertionError("nothing is stored here");
        }
    };
    private final Callers callers = new Callers(
            handshake -> {
                handshakes.add(handshake);
                return outcome;
            },
            connections,
            new LateRows(connections, _ -> meanwhile.run(), InstantSource.fixed(NOW)),
            NOBODY,
            InstantSource.fixed(NOW));
    private final Replies replies = new Replies(new ConnectionGateway() {
        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
            posted.add(StandardCharsets.UTF_8.decode(frame).toString());
            return new PostOutcome.Delivered();
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
            return true;
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
            throw new AssertionError("nothing is closed here");
        }
    });

    @Test
    void itsRepliesArePostedSinceNoRouteWouldBringThem() {
        assertThat(replies.answer(List.of("one", "two"), message(Map.of()))).isEqualTo(ProxyResponse.status(200));

        assertThat(posted).containsExactly("one", "two");
    }

    @Test
    void onOurOwnApiTheRouteBringsTheLastFrame() {
        Map<String, String> known =
                PrincipalContext.write(new AuthOutcome.Accepted(PRINCIPAL, "trunkline.v1", Optional.empty()));

        assertThat(replies.answer(List.of("one", "two"), message(known))).isEqualTo(ProxyResponse.frame("two"));
        assertThat(replies.answer(List.of("three"), message(WaitingContext.write(WAITING, connect(Map.of())))))
                .isEqualTo(ProxyResponse.frame("three"));
        assertThat(posted).containsExactly("one");
    }

    @Test
    void whoSpeaksIsReadFromTheRow() {
        stored = Optional.of(new Connection(
                A, PRINCIPAL, ENDPOINT, "trunkline.v1", Optional.empty(), NOW, ConnectionLifetime.expiresAt(NOW)));

        assertThat(callers.speaking(message(Map.of()), deadline()))
                .isInstanceOfSatisfying(
                        Callers.Speaking.Known.class,
                        known -> assertThat(known.context().principal()).isEqualTo(PRINCIPAL));
        assertThat(handshakes).isEmpty();
    }

    @Test
    void whoHasNoRowWaitsWhereTheDoorsAppLetsThem() {
        assertThat(callers.speaking(message(Map.of()), deadline()))
                .isInstanceOfSatisfying(Callers.Speaking.Waits.class, waits -> {
                    assertThat(waits.waiter().app()).isEqualTo(APP);
                    assertThat(waits.waiter().arrival().address())
                            .map(Object::toString)
                            .contains("192.0.2.7");
                });
        assertThat(handshakes)
                .containsExactly(new Handshake("older.example.com", "older1", Map.of(), Map.of(), List.of()));

        outcome = new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "no token");
        assertThat(callers.speaking(message(Map.of()), deadline())).isEqualTo(new Callers.Speaking.Nobody());
    }

    @Test
    void whoseRowIsStillBeingBroughtAlongIsWaitedFor() {
        outcome = new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "no token");
        meanwhile = () -> stored = Optional.of(new Connection(
                A, PRINCIPAL, ENDPOINT, "trunkline.v1", Optional.empty(), NOW, ConnectionLifetime.expiresAt(NOW)));

        assertThat(callers.speaking(message(Map.of()), deadline())).isInstanceOf(Callers.Speaking.Known.class);
    }

    @Test
    void whoMaySayInAFrameWhoTheyAreIsWaitedForOnlyWhereSomebodyMustSpeak() {
        Callers.Speaking.Waits waits = (Callers.Speaking.Waits) callers.speaking(message(Map.of()), deadline());
        meanwhile = () -> stored = Optional.of(new Connection(
                A, PRINCIPAL, ENDPOINT, "trunkline.v1", Optional.empty(), NOW, ConnectionLifetime.expiresAt(NOW)));

        assertThat(callers.late(message(Map.of()), waits.waiter(), deadline()))
                .isInstanceOf(Callers.Speaking.Known.class);
    }

    @Test
    void aSubprotocolThatNoLaterEventRepeatsIsNotChosen() {
        assertThat(callers.arriving(connect(Map.of("sec-websocket-protocol", "old.v0"))))
                .isEqualTo(WAITING);
        assertThat(handshakes.getLast().subprotocols()).isEmpty();
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(10), InstantSource.fixed(NOW));
    }

    private static GatewayEvent message(Map<String, String> authorizer) {
        return event(GatewayEvent.Kind.MESSAGE, Map.of(), Optional.of("{}"), authorizer);
    }

    private static GatewayEvent connect(Map<String, String> headers) {
        return event(GatewayEvent.Kind.CONNECT, headers, Optional.empty(), Map.of());
    }

    private static GatewayEvent event(
            GatewayEvent.Kind kind,
            Map<String, String> headers,
            Optional<String> body,
            Map<String, String> authorizer) {
        return new GatewayEvent(
                kind,
                Optional.empty(),
                A,
                ENDPOINT,
                "older.example.com",
                NOW,
                "r-1",
                headers,
                Map.of(),
                body,
                Optional.of("192.0.2.7"),
                authorizer);
    }
}
