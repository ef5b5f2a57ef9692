package io.trunkline.migration.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.migration.OperatorException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PaceTest {
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final List<Duration> slept = new ArrayList<>();

    @Test
    void in_no_second_go_more_than_were_asked_for_and_the_distances_are_uneven() {
        Pace pace = new Pace(450, () -> now, this::sleep, new Random(7));
        List<Instant> turns = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pace.await(pace.turn());
            turns.add(now);
        }

        for (Instant from : turns) {
            long within = turns.stream()
                    .filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(1)))
                    .count();
            assertThat(within * pace.turn()).isLessThan(500);
        }
        assertThat(slept.stream().distinct().count()).isGreaterThan(20);
    }

    @Test
    void a_client_is_asked_to_wait_up_to_five_seconds() {
        Pace pace = new Pace(100, () -> now, this::sleep, new Random(7));
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            delays.add(pace.delayMillis());
        }
        assertThat(delays).allMatch(delay -> delay >= 0 && delay < 5_000);
        assertThat(delays.stream().distinct().count()).isGreaterThan(500);
    }

    @Test
    void more_than_the_gateway_takes_is_refused() {
        assertThatThrownBy(() -> new Pace(451, () -> now, this::sleep, new Random(7)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("1 to 450");
    }

    private void sleep(Duration duration) {
        slept.add(duration);
        now = now.plus(duration);
    }
}
