package io.trunkline.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void anIdIsTwentySixCharactersOfCrockfordsAlphabet() {
        assertThat(new EventIds(InstantSource.fixed(NOW), new Random(1)).next()).matches("[0-9A-HJKMNP-TV-Z]{26}");
    }

    /** The time part is that of the ULID specification's example, 01ARZ3NDEK. */
    @Test
    void itsFirstTenCharactersAreTheMilliseconds() {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1469922850259L));
        assertThat(new EventIds(clock, new Random(1)).next()).startsWith("01ARZ3NDEK");
    }

    @Test
    void noTwoOfOneMillisecondAreAlike() {
        EventIds ids = new EventIds(InstantSource.fixed(NOW), new Random(1));
        assertThat(Stream.generate(ids::next).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void laterIdsSortBehindEarlierOnes() {
        String earlier = new EventIds(InstantSource.fixed(NOW), new Random(1)).next();
        String later = new EventIds(InstantSource.fixed(NOW.plusMillis(1)), new Random(2)).next();
        assertThat(earlier).isLessThan(later);
    }
}
