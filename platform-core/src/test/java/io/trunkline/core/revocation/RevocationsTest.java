package io.trunkline.core.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationsTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofHours(1));
    private static final ConnectionId CONNECTION = new ConnectionId("a");
    private static final Principal MERCHANT = issued(START.minusSeconds(100));

    private final TestClock clock = new TestClock(START);
    private final InMemoryRevocationStore store = new InMemoryRevocationStore();
    private final Revocations revocations = new Revocations(store, clock);

    @ParameterizedTest
    @CsvSource({
        "room user:u-42,true",
        "room entity:merchant/m-42,true",
        "room type:merchant,true",
        "room role:manager,true",
        "room branch:b-1,true",
        "room app:order-receiver,true",
        "room all,true",
        "token jti-1,true",
        "socket a,true",
        "room user:u-1,false",
        "room entity:merchant/m-43,false",
        "room branch:b-2,false",
        "token user:u-42,false",
        "socket b,false"
    })
    void aRevocationMeansWhoeverIsItsSubject(String subject, boolean means) {
        add(RevokedSubject.parse(subject), Optional.empty());

        assertThat(revocations.of(MERCHANT, Optional.of(CONNECTION)).isPresent())
                .isEqualTo(means);
    }

    @Test
    void anotherTenantsRevocationMeansNobodyHere() {
        store.add(List.of(new Revocation(new TenantId("parcelo"), user(), Optional.empty(), LATER)), clock.instant());

        assertThat(revocations.of(MERCHANT, Optional.empty())).isEmpty();
    }

    @Test
    void onlyTokensIssuedUntilThenAreMeantAndThoseThatDoNotSay() {
        add(user(), Optional.of(START));

        assertThat(revocations.of(issued(START.minusSeconds(1)), Optional.empty()))
                .isPresent();
        assertThat(revocations.of(issued(START), Optional.empty())).isPresent();
        assertThat(revocations.of(issued(START.plusSeconds(1)), Optional.empty()))
                .isEmpty();
        assertThat(revocations.of(
                        new Principal(Wizz.merchant(), Optional.empty(), Optional.empty(), LATER), Optional.empty()))
                .isPresent();
    }

    @Test
    void itEndsByItself() {
        add(user(), Optional.empty());
        assertThat(revocations.of(MERCHANT, Optional.empty())).isPresent();

        clock.advance(Duration.ofHours(1));

        assertThat(revocations.of(MERCHANT, Optional.empty())).isEmpty();
    }

    @Test
    void aFreshCopyCostsNothingAndSeesWhatIsAddedWithinItsTime() {
        assertThat(revocations.of(MERCHANT, Optional.empty())).isEmpty();
        add(user(), Optional.empty());

        clock.advance(Revocations.FRESH.minusMillis(1));
        assertThat(revocations.of(MERCHANT, Optional.empty())).isEmpty();
        assertThat(store.reads()).isEqualTo(1);

        clock.advance(Duration.ofMillis(1));
        assertThat(revocations.of(MERCHANT, Optional.empty())).isPresent();
        assertThat(store.reads()).isEqualTo(2);
    }

    @Test
    void whatAWriterWithASlowClockAddedIsSeenToo() {
        assertThat(revocations.of(MERCHANT, Optional.empty())).isEmpty();
        store.add(List.of(revocation(user(), Optional.empty())), START.minusSeconds(30));
        clock.advance(Revocations.FRESH);

        assertThat(revocations.of(MERCHANT, Optional.empty())).isPresent();
    }

    @Test
    void whereTheListCannotBeReadNobodyPassesByAnOlderCopy() {
        assertThat(revocations.of(MERCHANT, Optional.empty())).isEmpty();
        store.breakReads();
        clock.advance(Revocations.FRESH);

        assertThatThrownBy(() -> revocations.of(MERCHANT, Optional.empty())).hasMessageContaining("cannot be read");
    }

    private void add(RevokedSubject subject, Optional<Instant> issuedUntil) {
        store.add(List.of(revocation(subject, issuedUntil)), clock.instant());
    }

    private static Revocation revocation(RevokedSubject subject, Optional<Instant> issuedUntil) {
        return new Revocation(Wizz.ID, subject, issuedUntil, LATER);
    }

    private static RevokedSubject user() {
        return new RevokedSubject.Members(new RoomName.User("u-42"));
    }

    private static Principal issued(Instant at) {
        return new Principal(Wizz.merchant(), Optional.of("jti-1"), Optional.of(at), LATER);
    }
}
