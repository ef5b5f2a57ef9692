package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenLifeTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConnectionId A = new ConnectionId("a");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final Principal OLD = principal(Wizz.driver(), "old", START.plusSeconds(600));
    private static final Principal NEW = principal(Wizz.driver(), "new", START.plusSeconds(3600));
    private static final ClientAction ROOMS = new ClientAction.Rooms(Optional.empty());

    private final TestClock clock = new TestClock(START);
    private final ObservedStores stores = new ObservedStores();
    private final InMemoryRevocationStore revoked = new InMemoryRevocationStore();
    private final List<Handshake> handshakes = new ArrayList<>();
    private AuthOutcome outcome = new AuthOutcome.Accepted(NEW, "trunkline.v1", Optional.empty());
    private final TokenLife tokens = environment();

    @BeforeEach
    void connect() {
        stores.connections.save(new Connection(
                A, OLD, ENDPOINT, "trunkline.v1", Optional.empty(), START, ConnectionLifetime.expiresAt(START)));
    }

    @Test
    void aGoodTokenOfTheSameIdentityPutsTheEndOff() {
        assertThat(refresh())
                .isEqualTo(new ServerEvent.Reply(
                        Optional.of("1"),
                        "refresh",
                        JsonNodeFactory.instance.objectNode().put("expiresAt", "2026-01-01T13:00:00.000Z")));

        assertThat(stores.connections.find(A, START).orElseThrow().principal()).isEqualTo(NEW);
        assertThat(handshakes).singleElement().satisfies(handshake -> assertThat(handshake.query())
                .containsEntry("app", "wizz/drivers")
                .containsEntry("token", "t.o.k"));
    }

    @Test
    void onceTheFirstTokenHasExpiredEveryEnvironmentFindsTheNewOneByOneRead() {
        refresh();
        clock.advance(Duration.ofSeconds(700));
        stores.forgetCalls();
        TokenLife another = environment();

        assertThat(another.objection(ROOMS, context())).isEmpty();
        assertThat(another.objection(ROOMS, context())).isEmpty();
        assertThat(tokens.objection(ROOMS, context())).isEmpty();
        assertThat(stores.calls()).containsExactly("find");

        clock.advance(Duration.ofHours(1));
        assertThat(another.objection(ROOMS, context())).contains(Rejection.of(RejectionCode.TOKEN_EXPIRED));
        assertThat(tokens.objection(ROOMS, context())).contains(Rejection.of(RejectionCode.TOKEN_EXPIRED));
    }

    @Test
    void aTokenThatNobodyRefreshedExpiresAndMayStillBeRefreshed() {
        clock.advance(Duration.ofSeconds(700));

        assertThat(tokens.objection(ROOMS, context())).contains(Rejection.of(RejectionCode.TOKEN_EXPIRED));
        assertThat(tokens.objection(action(), context())).isEmpty();
        refresh();
        assertThat(tokens.objection(ROOMS, context())).isEmpty();
    }

    @Test
    void beforeItExpiresNothingIsRead() {
        assertThat(tokens.objection(ROOMS, context())).isEmpty();

        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void aTokenOfAnotherIdentityIsRefusedAndChangesNothing() {
        outcome = new AuthOutcome.Accepted(
                principal(Wizz.merchant(), "new", START.plusSeconds(3600)), "trunkline.v1", Optional.empty());

        assertThat(refresh()).isEqualTo(refused(RejectionCode.REFRESH_REFUSED));
        assertThat(stores.connections.find(A, START).orElseThrow().principal()).isEqualTo(OLD);
    }

    @Test
    void aTokenThatDoesNotHoldIsRefusedWithoutSayingWhy() {
        outcome = new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "the signature does not hold");

        assertThat(refresh()).isEqualTo(refused(RejectionCode.UNAUTHORIZED));
    }

    @Test
    void aConnectionThatHasEndedIsNotRefreshed() {
        stores.connections.remove(A, START);

        assertThat(refresh()).isInstanceOfSatisfying(ServerEvent.Refused.class, refused -> assertThat(
                        refused.rejection().code())
                .isEqualTo(RejectionCode.UNAUTHORIZED));
    }

    @Test
    void aRevokedConnectionCanDoNothingNotEvenRefresh() {
        revoke(new RevokedSubject.Token("old"));

        assertThat(tokens.objection(ROOMS, context())).contains(Rejection.of(RejectionCode.REVOKED));
        assertThat(tokens.objection(action(), context())).contains(Rejection.of(RejectionCode.REVOKED));
        assertThat(tokens.objection(new ClientAction.Ping(Optional.empty()), context()))
                .isEmpty();
    }

    @Test
    void aRevocationOfTheNewerTokenHoldsOnceTheConnectionLivesByIt() {
        refresh();
        clock.advance(Duration.ofSeconds(700));
        revoke(new RevokedSubject.Token("new"));

        assertThat(environment().objection(ROOMS, context())).contains(Rejection.of(RejectionCode.REVOKED));
    }

    @Test
    void anActionNeverSaysItsToken() {
        assertThat(action().toString()).doesNotContain("t.o.k");
    }

    private TokenLife environment() {
        return new TokenLife(
                new InMemoryAppRegistry(Wizz.tenant()),
                handshake -> {
                    handshakes.add(handshake);
                    return outcome;
                },
                stores,
                new Revocations(revoked, clock),
                clock);
    }

    private void revoke(RevokedSubject subject) {
        revoked.add(
                List.of(new Revocation(
                        Wizz.ID, subject, Optional.empty(), clock.instant().plusSeconds(600))),
                clock.instant());
    }

    private ServerEvent refresh() {
        return tokens.refresh(action(), context());
    }

    private static ClientAction.Refresh action() {
        return new ClientAction.Refresh(Optional.of("1"), "t.o.k");
    }

    private ActionContext context() {
        return new ActionContext(A, OLD, ENDPOINT, "trunkline.v1", START, Deadline.in(Duration.ofSeconds(29), clock));
    }

    private static ServerEvent refused(RejectionCode code) {
        return new ServerEvent.Refused(Optional.of("1"), Optional.of("refresh"), Rejection.of(code));
    }

    private static Principal principal(Identity identity, String tokenId, Instant expiresAt) {
        return new Principal(identity, Optional.of(tokenId), Optional.of(START), expiresAt);
    }
}
