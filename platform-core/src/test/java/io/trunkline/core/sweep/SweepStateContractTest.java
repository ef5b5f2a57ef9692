package io.trunkline.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SweepState} does. */
public abstract class SweepStateContractTest {
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");
    private static final Instant UNTIL = NOW.plusSeconds(60);
    private static final PassState HALFWAY =
            new PassState(Optional.of("a cursor #1"), NOW, new Extent(1000, 12.5), new Extent(5000, 60));

    protected abstract SweepState state();

    @Test
    void oneRunAtATimeHoldsTheLease() {
        assertThat(state().take("a", NOW, UNTIL)).contains(Map.of());
        assertThat(state().take("b", NOW.plusSeconds(59), UNTIL.plusSeconds(59)))
                .isEmpty();

        state().release("a", Map.of());

        assertThat(state().take("b", NOW.plusSeconds(59), UNTIL)).isPresent();
    }

    @Test
    void takingItAgainAsTheSameOwnerIsNoError() {
        state().take("a", NOW, UNTIL);

        assertThat(state().take("a", NOW, UNTIL)).isPresent();
    }

    @Test
    void whoDiedIsFollowedWhereItStood() {
        state().take("a", NOW, UNTIL);
        assertThat(state().keep("a", "connections", HALFWAY)).isTrue();

        assertThat(state().take("b", UNTIL, UNTIL.plusSeconds(60))).contains(Map.of("connections", HALFWAY));
    }

    @Test
    void whoWasFollowedKeepsNothingAndEndsNoLeaseButItsOwn() {
        state().take("a", NOW, UNTIL);
        state().take("b", UNTIL, UNTIL.plusSeconds(60));

        assertThat(state().keep("a", "connections", HALFWAY)).isFalse();
        state().release("a", Map.of("connections", HALFWAY));

        assertThat(state().take("c", UNTIL, UNTIL)).isEmpty();
        state().release("b", Map.of());
        assertThat(state().take("c", UNTIL, UNTIL)).contains(Map.of());
    }

    @Test
    void eachStepsPlaceIsKeptByItself() {
        PassState done = new PassState(Optional.empty(), NOW, Extent.NONE, new Extent(1, 0.5));
        state().take("a", NOW, UNTIL);
        state().keep("a", "connections", HALFWAY);
        state().release("a", Map.of("subscriptions", done));

        assertThat(state().take("b", NOW, UNTIL)).contains(Map.of("connections", HALFWAY, "subscriptions", done));
    }
}
