package io.trunkline.core.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link RevocationStore} does. */
public abstract class RevocationStoreContractTest {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");

    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    protected abstract RevocationStore store();

    @Test
    void whatWasAddedIsReadAsItWas() {
        List<Revocation> added = List.of(
                members("user:u:1 #/\u00fc", Optional.of(NOW)),
                members("entity:driver/d 7", Optional.empty()),
                members("all", Optional.of(NOW)),
                new Revocation(Wizz.ID, new RevokedSubject.Token("a b:c"), Optional.empty(), LATER),
                new Revocation(Wizz.ID, new RevokedSubject.Socket(new ConnectionId("L0=")), Optional.empty(), LATER));

        store().add(added, NOW);

        assertThat(store().read(Wizz.ID, Instant.EPOCH, NOW)).containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void twoOfOneMomentStandBesideEachOther() {
        store().add(List.of(members("user:u-1", Optional.empty())), NOW);
        store().add(List.of(members("user:u-2", Optional.empty())), NOW);

        assertThat(store().read(Wizz.ID, NOW, NOW)).hasSize(2);
    }

    @Test
    void onlyWhatWasWrittenSinceIsRead() {
        store().add(List.of(members("user:u-1", Optional.empty())), NOW);
        store().add(List.of(members("user:u-2", Optional.empty())), NOW.plusMillis(1));

        assertThat(store().read(Wizz.ID, NOW.plusMillis(1), NOW))
                .containsExactly(members("user:u-2", Optional.empty()));
    }

    @Test
    void whatHasEndedAndWhatIsAnothersIsNotRead() {
        store().add(List.of(members("user:u-1", Optional.empty())), NOW);

        assertThat(store().read(Wizz.ID, Instant.EPOCH, LATER)).isEmpty();
        assertThat(store().read(new TenantId("parcelo"), Instant.EPOCH, NOW)).isEmpty();
    }

    @Test
    void manyAreAddedAtOnceAndAllAreRead() {
        store().add(
                        IntStream.range(0, 60)
                                .mapToObj(i -> members("user:u-" + i, Optional.empty()))
                                .toList(),
                        NOW);

        assertThat(store().read(Wizz.ID, Instant.EPOCH, NOW)).hasSize(60);
    }

    private static Revocation members(String room, Optional<Instant> issuedUntil) {
        return new Revocation(Wizz.ID, new RevokedSubject.Members(RoomName.parse(room)), issuedUntil, LATER);
    }
}
