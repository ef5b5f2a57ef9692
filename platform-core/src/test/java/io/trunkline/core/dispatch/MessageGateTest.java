package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.TenantRates;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryTokenLeases;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageGateTest {
    private static final DecodeOutcome ROOMS =
            new DecodeOutcome.Decoded(List.of(new ClientAction.Rooms(Optional.of("1"))), _ -> List.of());
    private static final DecodeOutcome PING =
            new DecodeOutcome.Decoded(List.of(new ClientAction.Ping(Optional.of("1"))), _ -> List.of());
    private static final DecodeOutcome BROKEN =
            new DecodeOutcome.Undecodable(Rejection.of(RejectionCode.BAD_JSON), List.of());

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final InMemoryTokenLeases leases = new InMemoryTokenLeases();
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final MessageGate gate = environment();

    private MessageGate environment() {
        return new MessageGate(
                registry, new UsageLimits(new LocalRateLimiter(), new SharedRateLimiter(leases), clock), clock);
    }

    @Test
    void byDefaultAConnectionSendsSixHundredAMinuteAndItCostsNoLease() {
        assertThat(admitted(gate, ROOMS, "c-1", Wizz.driver(), 610)).isEqualTo(600);
        assertThat(leases.asked()).isZero();
    }

    @Test
    void brokenFramesCount() {
        limit(20, OptionalInt.empty());

        assertThat(admitted(gate, BROKEN, "c-1", Wizz.driver(), 15)).isEqualTo(15);
        assertThat(admitted(gate, ROOMS, "c-1", Wizz.driver(), 15)).isEqualTo(5);
    }

    @Test
    void whatTheTenantSaysHoldsOverAllEnvironments() {
        limit(20, OptionalInt.empty());

        int admitted = IntStream.range(0, 5)
                .map(_ -> admitted(environment(), ROOMS, "c-1", Wizz.driver(), 10))
                .sum();
        assertThat(admitted).isBetween(15, 20);
    }

    @Test
    void theConnectionsOfAUserShareTheUsersLimit() {
        limit(100, OptionalInt.of(20));

        assertThat(admitted(gate, ROOMS, "c-1", Wizz.driver(), 15)).isEqualTo(15);
        assertThat(admitted(gate, ROOMS, "c-2", Wizz.driver(), 15)).isEqualTo(5);
        assertThat(admitted(gate, ROOMS, "c-3", Wizz.merchant(), 15)).isEqualTo(15);
    }

    @Test
    void aRefusalSaysWhenToComeBackAndThenThereIsMore() {
        limit(5, OptionalInt.empty());
        admitted(gate, ROOMS, "c-1", Wizz.driver(), 5);

        MessageGate.Verdict verdict = gate.admit(ROOMS, context("c-1", Wizz.driver()));
        assertThat(verdict).isInstanceOf(MessageGate.Verdict.Limited.class);
        Rejection rejection = ((MessageGate.Verdict.Limited) verdict).rejection();
        assertThat(rejection.code()).isEqualTo(RejectionCode.RATE_LIMITED);
        assertThat(rejection.message()).isEqualTo("More than 5 messages a minute of one connection.");
        clock.advance(rejection.retryAfter().orElseThrow());
        assertThat(gate.admit(ROOMS, context("c-1", Wizz.driver()))).isEqualTo(new MessageGate.Verdict.Admitted());
    }

    @Test
    void whoGoesOnIsFloodingAndNobodyElseIs() {
        limit(5, OptionalInt.empty());
        admitted(gate, ROOMS, "c-1", Wizz.driver(), 5 + MessageGate.MOST_REFUSALS);

        assertThat(gate.admit(ROOMS, context("c-1", Wizz.driver()))).isEqualTo(new MessageGate.Verdict.Flood());
        assertThat(gate.admit(ROOMS, context("c-2", Wizz.driver()))).isEqualTo(new MessageGate.Verdict.Admitted());
    }

    @Test
    void theFirstPingsOfAMinuteCostNothingWhateverTheLimitIs() {
        limit(1, OptionalInt.of(1));
        registry.remove(Wizz.ID);

        assertThat(admitted(gate, PING, "c-1", Wizz.driver(), MessageGate.FREE_PINGS))
                .isEqualTo(MessageGate.FREE_PINGS);
        assertThat(leases.asked()).isZero();
    }

    @Test
    void pingsAreNoWayAroundTheLimit() {
        limit(5, OptionalInt.empty());

        assertThat(admitted(gate, PING, "c-1", Wizz.driver(), 40)).isEqualTo(MessageGate.FREE_PINGS + 5);
    }

    @Test
    void whereNoPingIsFreeEveryFrameCounts() {
        registry.put(Wizz.rated(new TenantRates(
                OptionalInt.empty(),
                OptionalInt.of(20),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(0))));

        assertThat(admitted(gate, PING, "c-1", Wizz.driver(), 40)).isEqualTo(20);
    }

    private void limit(int perConnection, OptionalInt perUser) {
        registry.put(Wizz.rated(new TenantRates(
                OptionalInt.of(perConnection),
                perUser,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty())));
    }

    private int admitted(MessageGate by, DecodeOutcome frame, String connection, Identity identity, int times) {
        return (int) IntStream.range(0, times)
                .filter(_ -> by.admit(frame, context(connection, identity)) instanceof MessageGate.Verdict.Admitted)
                .count();
    }

    private ActionContext context(String connection, Identity identity) {
        return new ActionContext(
                new ConnectionId(connection),
                new Principal(
                        identity,
                        Optional.empty(),
                        Optional.empty(),
                        clock.instant().plusSeconds(3600)),
                new GatewayEndpoint("abc123", "dev"),
                "trunkline.v1",
                clock.instant(),
                Deadline.in(Duration.ofSeconds(25), clock));
    }
}
