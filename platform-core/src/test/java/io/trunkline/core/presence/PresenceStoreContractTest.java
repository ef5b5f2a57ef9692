package io.trunkline.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link PresenceStore} does. */
public abstract class PresenceStoreContractTest {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    private static final Instant NOW = Instant.parse("2096-03-01T12:00:00.250Z");

    private static final Instant END = NOW.plus(Duration.ofHours(2)).plusMillis(750);
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final EntityRef DRIVER = EntityRef.parse("driver/d-7");
    private static final EntityRef OTHER = EntityRef.parse("driver/d-8");
    private static final ConnectionId PHONE = new ConnectionId("phone=");
    private static final ConnectionId TABLET = new ConnectionId("tablet=");

    private final RoomKey room = room("wizz");

    protected abstract PresenceStore store();

    private static RoomKey room(String tenant) {
        return new RoomKey(new TenantId(tenant), RoomName.parse("desk:" + UUID.randomUUID()));
    }

    @Test
    void theFirstDeviceBringsItsEntityAndTheNextOnesSayNothing() {
        assertThat(join(PHONE, NOW)).isTrue();
        assertThat(join(TABLET, NOW.plusSeconds(1))).isFalse();
        assertThat(join(PHONE, NOW.plusSeconds(2))).isFalse();

        assertThat(page(NOW.plusSeconds(3))).containsExactly(new PresentEntity(DRIVER, 2, NOW));
    }

    @Test
    void ofManyDevicesThatComeAtOnceOneIsTheFirst() throws Exception {
        List<Boolean> joined = atOnce(16, device -> () -> join(device, NOW));

        assertThat(joined).containsOnlyOnce(true);
        assertThat(page(NOW)).containsExactly(new PresentEntity(DRIVER, 16, NOW));
    }

    @Test
    void ofManyDevicesThatGoAtOnceTheEntityLeavesOnce() throws Exception {
        IntStream.range(0, 16).forEach(device -> join(device(device), NOW));

        atOnce(16, device -> () -> {
            leave(device, NOW.plusSeconds(1));
            return true;
        });

        assertThat(departures(NOW.plusSeconds(16))).containsExactly(NOW.plusSeconds(1));
        assertThat(departures(NOW.plusSeconds(17))).isEmpty();
    }

    @Test
    void anEntityStaysWhileOneOfItsDevicesDoes() {
        join(PHONE, NOW);
        join(TABLET, NOW);
        leave(PHONE, NOW.plusSeconds(1));

        assertThat(departures(NOW.plus(Duration.ofHours(1)))).isEmpty();
        assertThat(page(NOW.plus(Duration.ofHours(1)))).containsExactly(new PresentEntity(DRIVER, 1, NOW));
    }

    @Test
    void whoIsAwayWithinTheGraceCountsAsThereAndComesBackWithoutAWord() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(10));

        assertThat(page(NOW.plusSeconds(20))).containsExactly(new PresentEntity(DRIVER, 0, NOW));
        assertThat(departures(NOW.plusSeconds(24))).isEmpty();
        assertThat(join(TABLET, NOW.plusSeconds(24))).isFalse();
        assertThat(departures(NOW.plusSeconds(60))).isEmpty();
        assertThat(page(NOW.plusSeconds(60))).containsExactly(new PresentEntity(DRIVER, 1, NOW));
    }

    @Test
    void theGraceBeginsAnewWithEachLeaving() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(10));
        join(PHONE, NOW.plusSeconds(15));
        leave(PHONE, NOW.plusSeconds(20));

        assertThat(departures(NOW.plusSeconds(26))).isEmpty();
        assertThat(departures(NOW.plusSeconds(36))).containsExactly(NOW.plusSeconds(20));
    }

    @Test
    void leavingAgainAndAgainDoesNotPutOffTheEndOfTheGrace() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(1));
        leave(PHONE, NOW.plusSeconds(10));
        leave(TABLET, NOW.plusSeconds(12));

        assertThat(departures(NOW.plusSeconds(17))).containsExactly(NOW.plusSeconds(1));
    }

    @Test
    void whoHasLeftIsGoneAndJoinsAnew() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(1));
        departures(NOW.plusSeconds(20));

        assertThat(page(NOW.plusSeconds(20))).isEmpty();
        assertThat(join(PHONE, NOW.plusSeconds(21))).isTrue();
        assertThat(page(NOW.plusSeconds(22))).containsExactly(new PresentEntity(DRIVER, 1, NOW.plusSeconds(21)));
    }

    @Test
    void aDeviceWhoseDisconnectWasLostEndsWithItsConnection() {
        join(PHONE, NOW);

        assertThat(departures(END.minusSeconds(2))).isEmpty();
        Instant later = END.plus(GRACE).plusSeconds(1);
        assertThat(departures(later)).containsExactly(END);
        assertThat(page(later)).isEmpty();
    }

    @Test
    void whoStaysOnWithAnotherDeviceIsLookedAfterAgain() {
        join(PHONE, NOW);
        Instant second = NOW.plus(Duration.ofHours(1));
        store().join(room, DRIVER, TABLET, END.plus(Duration.ofHours(1)), GRACE, second);

        assertThat(departures(END.plus(GRACE).plusSeconds(1))).isEmpty();
        assertThat(page(END.plus(GRACE).plusSeconds(1))).containsExactly(new PresentEntity(DRIVER, 1, NOW));
        assertThat(departures(END.plus(Duration.ofHours(1)).plus(GRACE).plusSeconds(1)))
                .hasSize(1);
    }

    @Test
    void whereNoSweepCameByWhoIsLongGoneIsNotListedAndJoinsAnew() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(1));
        Instant late = NOW.plusSeconds(1).plus(GRACE).plus(EntityStay.SWEEP_PATIENCE);

        assertThat(page(late.minusSeconds(1))).hasSize(1);
        assertThat(page(late)).isEmpty();
        assertThat(join(PHONE, late)).isTrue();
        assertThat(page(late)).containsExactly(new PresentEntity(DRIVER, 1, late));
        assertThat(departures(late)).isEmpty();
    }

    @Test
    void aDepartureThatNobodyAnnouncedIsFoundAgainLaterAndNotAtOnce() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(1));
        Instant due = NOW.plusSeconds(17);
        Reminder reminder =
                store().due(part(due), Optional.empty(), 10, due).reminders().getFirst();

        assertThat(store().settle(reminder, GRACE, due)).isInstanceOf(Settlement.Left.class);
        assertThat(store().settle(reminder, GRACE, due.plusSeconds(1))).isInstanceOf(Settlement.Busy.class);
        assertThat(departures(due.plus(EntityStay.CLAIM))).containsExactly(NOW.plusSeconds(1));
    }

    @Test
    void whoComesBackWhileItsLeavingIsAnnouncedJoinsAndStays() {
        join(PHONE, NOW);
        leave(PHONE, NOW.plusSeconds(1));
        Instant due = NOW.plusSeconds(17);
        Reminder reminder =
                store().due(part(due), Optional.empty(), 10, due).reminders().getFirst();
        Departure departure = ((Settlement.Left) store().settle(reminder, GRACE, due)).departure();

        assertThat(join(PHONE, due.plusSeconds(1))).isTrue();
        store().announced(departure);

        assertThat(page(due.plusSeconds(2))).containsExactly(new PresentEntity(DRIVER, 1, due.plusSeconds(1)));
        assertThat(departures(END.plus(GRACE).plusSeconds(1))).hasSize(1);
    }

    @Test
    void aRoomIsReadInPagesAndEveryEntityStandsOnOne() {
        for (int i = 0; i < 7; i++) {
            store().join(room, EntityRef.parse("driver/d-" + i), device(i), END, GRACE, NOW);
        }
        List<EntityRef> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            PresencePage page = store().page(room, after, 3, GRACE, NOW);
            assertThat(page.entities()).hasSizeLessThanOrEqualTo(3);
            page.entities().forEach(placed -> seen.add(placed.entity().entity()));
            after = page.next();
        } while (after.isPresent());

        assertThat(seen).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void roomsAndTenantsOfOneNameAreApart() {
        RoomKey theirs = new RoomKey(new TenantId("parcelo"), room.name());
        join(PHONE, NOW);

        assertThat(store().join(theirs, DRIVER, PHONE, END, GRACE, NOW)).isTrue();
        store().leave(theirs, DRIVER, PHONE, GRACE, NOW.plusSeconds(1));
        assertThat(page(NOW.plusSeconds(60))).containsExactly(new PresentEntity(DRIVER, 1, NOW));
    }

    @Test
    void aDeviceIsFoundByItsConnectionAlone() {
        join(PHONE, NOW);
        store().join(room, OTHER, TABLET, END, GRACE, NOW);

        assertThat(store().entityOf(room, TABLET)).contains(OTHER);
        assertThat(store().entityOf(room, new ConnectionId("nobody="))).isEmpty();
    }

    private boolean join(ConnectionId device, Instant now) {
        return store().join(room, DRIVER, device, END, GRACE, now);
    }

    private void leave(ConnectionId device, Instant now) {
        store().leave(room, DRIVER, device, GRACE, now);
    }

    private List<PresentEntity> page(Instant now) {
        return store().page(room, Optional.empty(), 100, GRACE, now).entities().stream()
                .map(PresencePage.Placed::entity)
                .toList();
    }

    private int part(Instant now) {
        return IntStream.range(0, store().parts())
                .filter(part -> store().due(part, Optional.empty(), 100, now).reminders().stream()
                        .anyMatch(reminder -> reminder.room().equals(room)))
                .findFirst()
                .orElseThrow();
    }

    /** What a sweep at {@code now} finds left in this room, and announces. */
    private List<Instant> departures(Instant now) {
        List<Instant> departures = new ArrayList<>();
        for (int part = 0; part < store().parts(); part++) {
            Optional<String> after = Optional.empty();
            do {
                ReminderPage page = store().due(part, after, 2, now);
                for (Reminder reminder : page.reminders()) {
                    if (reminder.room().equals(room)
                            && store().settle(reminder, GRACE, now) instanceof Settlement.Left(var departure)) {
                        departures.add(departure.at());
                        store().announced(departure);
                    }
                }
                after = page.next();
            } while (after.isPresent());
        }
        return departures;
    }

    private static ConnectionId device(int number) {
        return new ConnectionId("device-" + number);
    }

    private interface Work {
        Callable<Boolean> of(ConnectionId device);
    }

    private static List<Boolean> atOnce(int times, Work work) throws InterruptedException, ExecutionException {
        List<Boolean> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> all =
                    IntStream.range(0, times).mapToObj(i -> work.of(device(i))).toList();
            for (Future<Boolean> answer : threads.invokeAll(all)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
