package io.trunkline.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.ShardSpread.Former;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShardSpreadTest {
    private static final Instant CHANGE = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Former> GROWN = List.of(new Former(1, CHANGE));

    @Test
    void fromTheChangeOnBothCountsAreReadAndTheFormerIsJoined() {
        assertThat(ShardSpread.at(CHANGE, 4, GROWN)).isEqualTo(new ShardSpread(1, Set.of(1, 4)));
    }

    @Test
    void onceEveryEnvironmentReadsBothTheNewCountIsJoined() {
        ShardSpread spread = ShardSpread.at(CHANGE.plus(ShardSpread.JOINED_FROM), 4, GROWN);

        assertThat(spread).isEqualTo(new ShardSpread(4, Set.of(1, 4)));
    }

    @Test
    void theFormerCountIsForgottenWhenNobodyCanBeThereByItAnyMore() {
        assertThat(ShardSpread.at(CHANGE.plus(ShardSpread.READ_UNTIL), 4, GROWN).counts())
                .containsExactly(4);
        // 2 h 10 min of a connection that joined by a definition of the eleventh minute that served on for ten
        assertThat(ShardSpread.READ_UNTIL).isGreaterThan(Duration.ofMinutes(11 + 10 + 130));
    }

    @Test
    void fewerShardsAreReadAsManyAsThereWere() {
        assertThat(ShardSpread.at(CHANGE, 2, List.of(new Former(8, CHANGE))).reads())
                .isEqualTo(8);
    }

    @Test
    void ofTwoChangesInARowEachWaitsForItsOwnTime() {
        Instant second = CHANGE.plusSeconds(300);
        List<Former> formers = ShardSpread.replaced(second, 4, GROWN);

        assertThat(ShardSpread.at(second, 8, formers).joins()).isEqualTo(1);
        assertThat(ShardSpread.at(CHANGE.plus(ShardSpread.JOINED_FROM), 8, formers)
                        .joins())
                .isEqualTo(4);
        ShardSpread end = ShardSpread.at(second.plus(ShardSpread.JOINED_FROM), 8, formers);
        assertThat(end.joins()).isEqualTo(8);
        assertThat(end.counts()).containsExactlyInAnyOrder(1, 4, 8);
    }
}
