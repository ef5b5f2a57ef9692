package io.trunkline.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How runs follow each other: bounded, resumed, one at a time. */
class SweepTest {
    private final SweepRig rig = new SweepRig(new SweepOptions(100, 10, SweepRig.GRACE, 10, 4));

    /** A table of so many pages, ten units each. */
    private static final class Pages implements SweepStep {
        private final String name;
        private final int count;
        private final List<Integer> read = new ArrayList<>();
        private Consumer<Integer> during = _ -> {};

        Pages(String name, int count) {
            this.name = name;
            this.count = count;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean everyRun() {
            return true;
        }

        @Override
        public StepPage page(Optional<String> cursor, SweepTurn turn) {
            int page = cursor.map(Integer::parseInt).orElse(0);
            during.accept(page);
            read.add(page);
            return new StepPage(
                    page + 1 < count ? Optional.of(Integer.toString(page + 1)) : Optional.empty(), new Extent(100, 10));
        }
    }

    @Test
    void a_run_ends_with_its_units_and_the_next_goes_on_from_there() {
        Pages pages = new Pages("a", 25);

        assertThat(rig.run(false, pages).complete()).isFalse();
        assertThat(pages.read).hasSize(10).endsWith(9);
        rig.run(false, pages);
        assertThat(rig.run(false, pages).complete()).isTrue();

        assertThat(pages.read).hasSize(25).doesNotHaveDuplicates();
        rig.run(false, pages);
        assertThat(pages.read).hasSize(35).endsWith(9);
    }

    @Test
    void how_many_connections_are_stored_is_known_when_a_pass_ends_however_many_runs_it_took() {
        Pages pages = new Pages("connections", 25);

        assertThat(rig.run(false, pages).storedConnections()).isEmpty();
        assertThat(rig.run(false, pages).storedConnections()).isEmpty();
        assertThat(rig.run(false, pages).storedConnections()).hasValue(2500);
        assertThat(rig.run(false, new Pages("orphans", 1)).storedConnections()).isEmpty();
    }

    @Test
    void a_run_ends_with_its_time_and_the_next_goes_on_from_there() {
        Pages pages = new Pages("a", 25);
        pages.during = _ -> rig.clock.advance(Duration.ofSeconds(20));

        rig.run(false, pages);
        rig.run(false, pages);

        assertThat(pages.read).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void a_large_step_leaves_time_and_units_to_those_behind_it() {
        Pages large = new Pages("large", 1000);
        Pages small = new Pages("small", 2);

        SweepReport.Swept report = rig.run(false, large, small);

        assertThat(large.read).hasSize(7);
        assertThat(small.read).hasSize(2);
        assertThat(report.steps()).extracting(StepReport::complete).containsExactly(false, true);
    }

    @Test
    void a_page_that_fails_is_counted_and_the_next_run_begins_with_it() {
        Pages pages = new Pages("a", 5);
        Pages other = new Pages("b", 1);
        pages.during = page -> {
            if (page == 2) {
                throw new IllegalStateException("throttled");
            }
        };

        SweepReport.Swept report = rig.run(false, pages, other);

        assertThat(report.total(SweepCount.ERRORS)).isEqualTo(1);
        assertThat(other.read).hasSize(1);
        pages.during = _ -> {};
        assertThat(rig.run(false, pages, other).complete()).isTrue();
        assertThat(pages.read).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void while_one_runs_another_does_nothing() {
        Pages pages = new Pages("a", 3);
        Pages second = new Pages("a", 3);
        List<SweepReport> others = new ArrayList<>();
        pages.during = _ -> others.add(rig.sweep(second).run(false, rig.deadline()));

        assertThat(rig.run(false, pages).complete()).isTrue();

        assertThat(others).hasSize(3).allMatch(new SweepReport.Busy()::equals);
        assertThat(second.read).isEmpty();
    }

    @Test
    void a_run_that_died_is_followed_once_its_lease_is_over_where_it_stood() {
        Pages dying = new Pages("a", 5);
        dying.during = page -> {
            if (page == 3) {
                throw new StackOverflowError("as good as killed");
            }
        };
        SweepState lastsBeyondDeath = new DeadMansState();
        assertThat(catchAll(() -> new Sweep(
                                List.of(dying),
                                lastsBeyondDeath,
                                new SweepOptions(100, 10, SweepRig.GRACE, 10, 4),
                                new java.util.Random(2),
                                rig.clock)
                        .run(false, rig.deadline())))
                .isInstanceOf(StackOverflowError.class);
        Pages pages = new Pages("a", 5);

        assertThat(rig.sweep(pages).run(false, rig.deadline())).isEqualTo(new SweepReport.Busy());
        rig.clock.advance(Duration.ofSeconds(60));

        assertThat(rig.run(false, pages).complete()).isTrue();
        assertThat(pages.read).containsExactly(3, 4);
    }

    @Test
    void who_was_followed_stops() {
        Pages slow = new Pages("a", 5);
        Pages next = new Pages("a", 5);
        slow.during = page -> {
            if (page == 1) {
                rig.clock.advance(Duration.ofMinutes(2));
                rig.run(false, next);
            }
        };

        rig.run(false, slow);

        assertThat(slow.read).containsExactly(0, 1);
        assertThat(next.read).containsExactly(1, 2, 3, 4);
    }

    @Test
    void a_thorough_run_begins_at_the_beginning_and_knows_no_budget() {
        Pages pages = new Pages("a", 25);
        rig.run(false, pages);
        pages.read.clear();

        assertThat(rig.run(true, pages).complete()).isTrue();

        assertThat(pages.read).hasSize(25).startsWith(0);
    }

    /** The state of the rig, which a killed process cannot give back. */
    private final class DeadMansState implements SweepState {
        @Override
        public Optional<java.util.Map<String, PassState>> take(
                String owner, java.time.Instant now, java.time.Instant until) {
            return rig.state.take(owner, now, until);
        }

        @Override
        public boolean keep(String owner, String step, PassState state) {
            return rig.state.keep(owner, step, state);
        }

        @Override
        public void release(String owner, java.util.Map<String, PassState> states) {
            // it is dead
        }
    }

    private static Throwable catchAll(Runnable work) {
        return org.assertj.core.api.Assertions.catchThrowable(work::run);
    }
}
