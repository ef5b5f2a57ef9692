package io.trunkline.core.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every keeper of claims does, and the histories that it goes with. */
public abstract class ClaimStoreContractTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final RoomName ROOM = RoomName.parse("order:o-9");
    private static final RoomName OTHER = RoomName.parse("order:o-10");

    private final IdempotencyKey key = IdempotencyKey.ofBackend(Wizz.ID, "k-1");

    protected abstract ClaimStore claims();

    /** Histories that note positions in {@link #claims()}. */
    protected abstract HistoryStore histories();

    @Test
    void theFirstGetsTheClaimAndOthersAreToldOfItsLease() {
        assertThat(ask("first", NOW)).isEqualTo(new ClaimOutcome.Claimed(claim("first", Map.of())));
        assertThat(ask("second", NOW.plusSeconds(1))).isEqualTo(new ClaimOutcome.InProgress(NOW.plus(LEASE)));
    }

    @Test
    void ofManyAtOnceOneGetsTheClaim() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ClaimOutcome>> asked = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> ask("owner-" + i, NOW)))
                    .toList();
            int claimed = 0;
            for (Future<ClaimOutcome> outcome : asked) {
                claimed += outcome.get() instanceof ClaimOutcome.Claimed ? 1 : 0;
            }
            assertThat(claimed).isEqualTo(1);
        }
    }

    @Test
    void anOutcomeIsToldForFiveMinutesAndThenTheKeyIsFree() {
        claims().complete(claimed("first", NOW), "done", NOW.plusSeconds(2));

        assertThat(ask("second", NOW.plusSeconds(3))).isEqualTo(new ClaimOutcome.Done("done"));
        assertThat(ask("second", NOW.plusSeconds(301))).isEqualTo(new ClaimOutcome.Done("done"));
        assertThat(ask("third", NOW.plusSeconds(304))).isInstanceOf(ClaimOutcome.Claimed.class);
    }

    @Test
    void anotherBodyUnderTheKeyIsAConflictBeforeAndAfterTheOutcome() {
        Claim claim = claimed("first", NOW);
        ClaimStore.Request other = new ClaimStore.Request(key, "other body", "second", "event-2", NOW, NOW.plus(LEASE));

        assertThat(claims().claim(other, NOW)).isEqualTo(new ClaimOutcome.Conflict());
        claims().complete(claim, "done", NOW);
        assertThat(claims().claim(other, NOW)).isEqualTo(new ClaimOutcome.Conflict());
    }

    @Test
    void keysOfOtherCallersAndTenantsAreOthers() {
        claimed("first", NOW);

        for (IdempotencyKey other : List.of(
                IdempotencyKey.ofBackend(new TenantId("parcelo"), "k-1"),
                IdempotencyKey.of(Wizz.driver(), "k-1"),
                IdempotencyKey.of(Wizz.merchant(), "k-1"),
                IdempotencyKey.ofBackend(Wizz.ID, "k-2"))) {
            ClaimStore.Request request =
                    new ClaimStore.Request(other, "other body", "second", "event-2", NOW, NOW.plus(LEASE));
            assertThat(claims().claim(request, NOW)).isInstanceOf(ClaimOutcome.Claimed.class);
        }
    }

    @Test
    void whoTakesOverAfterTheLeaseGoesOnWithTheSameEvent() {
        claimed("first", NOW);

        assertThat(ask("second", NOW.plus(LEASE))).isEqualTo(new ClaimOutcome.Claimed(claim("second", Map.of())));
        assertThat(ask("third", NOW.plus(LEASE))).isInstanceOf(ClaimOutcome.InProgress.class);
    }

    @Test
    void aReleasedClaimIsTakenOverAtOnce() {
        claims().release(claimed("first", NOW));

        assertThat(ask("second", NOW)).isEqualTo(new ClaimOutcome.Claimed(claim("second", Map.of())));
    }

    @Test
    void whoWasTakenOverFromCanNeitherCompleteNorReleaseNorAppend() {
        Claim first = claimed("first", NOW);
        claimed("second", NOW.plus(LEASE));

        claims().complete(first, "late", NOW.plus(LEASE));
        claims().release(first);
        assertThat(ask("third", NOW.plus(LEASE))).isInstanceOf(ClaimOutcome.InProgress.class);
        assertThatThrownBy(() -> append(first, ROOM)).isInstanceOf(ClaimLostException.class);
        assertThat(stored(ROOM)).isZero();
    }

    @Test
    void whoTakesOverFindsWhatWasAppendedAlready() {
        Position position = append(claimed("first", NOW), ROOM);

        Claim second = claimed("second", NOW.plus(LEASE));
        assertThat(second.positions()).isEqualTo(Map.of(ROOM, position));
        append(second, OTHER);
        assertThat(stored(ROOM)).isEqualTo(1);
        assertThat(stored(OTHER)).isEqualTo(1);
    }

    @Test
    void whatWasAppendedUnderAClaimIsNotAppendedAgain() {
        append(claimed("first", NOW), ROOM);
        Claim second = claimed("second", NOW.plus(LEASE));

        assertThatThrownBy(() -> append(second, ROOM)).isInstanceOf(ClaimLostException.class);
        assertThat(stored(ROOM)).isEqualTo(1);
    }

    private Position append(Claim claim, RoomName room) {
        ServerEvent.Published event = new ServerEvent.Published(
                claim.eventId(), room.toString(), "said", NullNode.getInstance(), Optional.empty(), claim.at());
        return histories().append(new RoomKey(Wizz.ID, room), event, Wizz.RETENTION, NOW, claim);
    }

    private int stored(RoomName room) {
        return ((ResumeResult.Recovered)
                        histories().read(new RoomKey(Wizz.ID, room), Optional.empty(), 10, Wizz.RETENTION, NOW))
                .events()
                .size();
    }

    private Claim claimed(String owner, Instant now) {
        return ((ClaimOutcome.Claimed) ask(owner, now)).claim();
    }

    private ClaimOutcome ask(String owner, Instant now) {
        // each would draw an event of its own
        return claims().claim(
                        new ClaimStore.Request(
                                key, "body", owner, now.equals(NOW) ? "event-1" : "event-2", now, now.plus(LEASE)),
                        now);
    }

    private Claim claim(String owner, Map<RoomName, Position> positions) {
        return new Claim(key, owner, "event-1", NOW, positions);
    }
}
