package io.trunkline.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.Retention;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link HistoryStore} does. */
public abstract class HistoryStoreContractTest {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    protected static final Instant NOW = Instant.parse("2096-03-01T12:00:00Z");

    protected static final Retention RETENTION = new Retention(1000, Duration.ofHours(1));

    private static final JsonMapper EXACT = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** A room of this test alone, so that a table may be shared. */
    protected final RoomKey room = room("wizz", UUID.randomUUID().toString());

    protected abstract HistoryStore store();

    /** Loses track of the room, as a table that is restored without it does. */
    protected abstract void lose(RoomKey room);

    @Test
    void eachEventStandsOneAfterTheLastAndIsReadAsItWasAppended() throws JsonProcessingException {
        JsonNode data = EXACT.readTree("{\"a\":[1.10,12345678901234567890123456789,null,\"\\ud800 é 🛵\"]}");
        ServerEvent.Published first = new ServerEvent.Published(
                "e-1", room.name().toString(), "order.moved", data, Optional.of("driver/d-7"), NOW);
        ServerEvent.Published second =
                new ServerEvent.Published("e-2", room.name().toString(), "x", data, Optional.empty(), NOW);
        Position start = store().position(room, RETENTION, NOW);

        Position one = store().append(room, first, RETENTION, NOW);
        Position two = store().append(room, second, RETENTION, NOW);

        assertThat(List.of(start.offset(), one.offset(), two.offset())).containsExactly(0L, 1L, 2L);
        assertThat(store().position(room, RETENTION, NOW)).isEqualTo(two);
        assertThat(read(Optional.of(start), 10))
                .isEqualTo(new ResumeResult.Recovered(List.of(first.at(one), second.at(two)), two, false));
    }

    @Test
    void whoHasEverythingIsToldThatNothingWasMissed() {
        Position last = append(3);

        assertThat(read(Optional.of(last), 10)).isEqualTo(new ResumeResult.Recovered(List.of(), last, false));
    }

    @Test
    void aPageThatIsNotTheWholeSaysSoAndIsGoneOnFrom() {
        Position last = append(7);
        List<Long> offsets = new ArrayList<>();
        Position from = new Position(last.epoch(), 0);
        boolean more = true;
        while (more) {
            ResumeResult.Recovered page = (ResumeResult.Recovered) read(Optional.of(from), 3);
            page.events().forEach(event -> offsets.add(offset(event)));
            from = page.position();
            more = page.more();
        }

        assertThat(offsets).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(from).isEqualTo(last);
    }

    @Test
    void aPositionOlderThanTheNumberThatIsKeptIsAGap() {
        Retention three = new Retention(3, Duration.ofHours(1));
        Position last = append(5);
        Position oldest = new Position(last.epoch(), 2);

        assertThat(store().read(room, Optional.of(new Position(last.epoch(), 1)), 10, three, NOW))
                .isEqualTo(new ResumeResult.Gap(oldest, last));
        assertThat(offsets(store().read(room, Optional.of(oldest), 10, three, NOW)))
                .containsExactly(3L, 4L, 5L);
        assertThat(offsets(store().read(room, Optional.empty(), 10, three, NOW)))
                .containsExactly(3L, 4L, 5L);
    }

    @Test
    void whatIsTooOldIsNotToldEvenWhereItIsStillStored() {
        append(5);
        Instant later = NOW.plus(Duration.ofMinutes(30));
        for (int i = 0; i < 3; i++) {
            store().append(room, event("late"), RETENTION, later);
        }
        Instant firstHaveExpired = NOW.plus(Duration.ofHours(1));
        Position last = store().position(room, RETENTION, firstHaveExpired);

        for (long since = 0; since < 5; since++) {
            assertThat(store().read(
                                    room,
                                    Optional.of(new Position(last.epoch(), since)),
                                    10,
                                    RETENTION,
                                    firstHaveExpired))
                    .isEqualTo(new ResumeResult.Gap(new Position(last.epoch(), 5), last));
        }
        assertThat(offsets(store().read(room, Optional.empty(), 10, RETENTION, firstHaveExpired)))
                .containsExactly(6L, 7L, 8L);
    }

    @Test
    void whereEverythingIsTooOldWhoHadItAllMissedNothing() {
        Position last = append(5);
        Instant later = NOW.plus(Duration.ofHours(2));

        assertThat(store().read(room, Optional.of(last), 10, RETENTION, later))
                .isEqualTo(new ResumeResult.Recovered(List.of(), last, false));
        assertThat(store().read(room, Optional.of(new Position(last.epoch(), 4)), 10, RETENTION, later))
                .isEqualTo(new ResumeResult.Gap(last, last));
        assertThat(store().append(room, event("late"), RETENTION, later)).isEqualTo(new Position(last.epoch(), 6));
    }

    @Test
    void aHistoryThatWasLostBeginsAnotherEpoch() {
        Position before = append(5);

        lose(room);
        Position after = store().append(room, event("after"), RETENTION, NOW);

        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(after.offset()).isEqualTo(1);
        assertThat(read(Optional.of(before), 10)).isEqualTo(new ResumeResult.EpochChanged(after));
        assertThat(read(Optional.of(new Position(before.epoch(), 0)), 10))
                .isEqualTo(new ResumeResult.EpochChanged(after));
        assertThat(offsets(read(Optional.of(new Position(after.epoch(), 0)), 10)))
                .containsExactly(1L);
    }

    @Test
    void aPositionThatWasNeverGivenIsOfAnotherEpoch() {
        Position last = append(1);

        assertThat(read(Optional.of(new Position(last.epoch(), 2)), 10)).isEqualTo(new ResumeResult.EpochChanged(last));
        assertThat(read(Optional.of(new Position("madeup", 1)), 10)).isEqualTo(new ResumeResult.EpochChanged(last));
    }

    @Test
    void aRoomThatNobodyHasUsedHasAPositionThatHolds() {
        Position start = store().position(room, RETENTION, NOW);

        assertThat(store().position(room, RETENTION, NOW)).isEqualTo(start);
        assertThat(read(Optional.empty(), 10)).isEqualTo(new ResumeResult.Recovered(List.of(), start, false));
        assertThat(store().append(room, event("first"), RETENTION, NOW)).isEqualTo(new Position(start.epoch(), 1));
    }

    @Test
    void roomsAndTenantsHaveHistoriesOfTheirOwn() {
        append(2);

        RoomKey other = room("other", room.name().toString().substring("order:".length()));
        assertThat(store().append(other, event("first"), RETENTION, NOW).offset())
                .isEqualTo(1);
        assertThat(store().position(other, RETENTION, NOW).epoch())
                .isNotEqualTo(store().position(room, RETENTION, NOW).epoch());
    }

    @Test
    void eightWhoPublishAtOnceLeaveNoGapAndNoRepeat() throws InterruptedException, ExecutionException {
        HistoryStore store = store();
        List<Future<List<Position>>> publishers = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String name = "publisher-" + i;
                publishers.add(executor.submit(() -> LongStream.range(0, 100)
                        .mapToObj(_ -> store.append(room, event(name), RETENTION, NOW))
                        .toList()));
            }
        }
        List<Long> given = new ArrayList<>();
        for (Future<List<Position>> publisher : publishers) {
            List<Position> own = publisher.get();
            assertThat(own).extracting(Position::offset).isSorted();
            own.forEach(position -> given.add(position.offset()));
        }
        List<Long> all = LongStream.rangeClosed(1, 800).boxed().toList();
        assertThat(given).containsExactlyInAnyOrderElementsOf(all);
        assertThat(offsets(store.read(room, Optional.empty(), 1000, RETENTION, NOW)))
                .isEqualTo(all);
    }

    /** That many events; the last one's position. */
    protected final Position append(int events) {
        for (int i = 0; i < events; i++) {
            store().append(room, event("event-" + i), RETENTION, NOW);
        }
        return store().position(room, RETENTION, NOW);
    }

    protected final ServerEvent.Published event(String name) {
        return new ServerEvent.Published(
                UUID.randomUUID().toString(),
                room.name().toString(),
                name,
                EXACT.createObjectNode(),
                Optional.empty(),
                NOW);
    }

    protected final ResumeResult read(Optional<Position> since, int limit) {
        return store().read(room, since, limit, RETENTION, NOW);
    }

    protected static List<Long> offsets(ResumeResult result) {
        assertThat(result).isInstanceOf(ResumeResult.Recovered.class);
        return ((ResumeResult.Recovered) result)
                .events().stream().map(HistoryStoreContractTest::offset).toList();
    }

    private static long offset(ServerEvent.Published event) {
        return event.position().orElseThrow().offset();
    }

    private static RoomKey room(String tenant, String id) {
        return new RoomKey(new TenantId(tenant), new RoomName.Topic("order", id));
    }
}
