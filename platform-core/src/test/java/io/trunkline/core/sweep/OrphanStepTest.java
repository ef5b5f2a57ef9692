package io.trunkline.core.sweep;

import static io.trunkline.core.sweep.SweepCount.ORPHANS;
import static io.trunkline.core.sweep.SweepCount.YOUNG;
import static io.trunkline.core.sweep.SweepRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sweep does about subscriptions whose connection is not there. */
class OrphanStepTest {
    private final SweepRig rig = new SweepRig();

    @Test
    void rooms_without_a_row_are_left_and_those_of_the_living_kept() {
        Connection live = rig.connect("live", LONG);
        Connection orphan = rig.connection("orphan", SweepRig.START.plus(LONG));
        rig.join(orphan);
        int rooms = rig.roomsOf(live);
        rig.clock.advance(Duration.ofSeconds(61));

        SweepReport.Swept report = rig.run();

        assertThat(rig.roomsOf(orphan)).isZero();
        assertThat(rig.roomsOf(live)).isEqualTo(rooms);
        assertThat(report.total(ORPHANS)).isEqualTo(rooms);
    }

    @Test
    void a_connect_that_is_under_way_keeps_its_rooms() {
        Connection connecting = rig.connection("connecting", SweepRig.START.plus(LONG));
        rig.join(connecting);
        int rooms = rig.roomsOf(connecting);
        rig.clock.advance(Duration.ofSeconds(29));

        SweepReport.Swept report = rig.run();

        assertThat(rig.roomsOf(connecting)).isEqualTo(rooms);
        assertThat(report.total(YOUNG)).isEqualTo(rooms);
        assertThat(report.total(ORPHANS)).isZero();
    }

    @Test
    void a_run_that_has_not_met_the_connections_looks_them_up() {
        Connection live = rig.connect("live", LONG);
        rig.clock.advance(Duration.ofMinutes(5));

        SweepReport.Swept report = rig.run(false, rig.orphanStep());

        assertThat(report.total(ORPHANS)).isZero();
        assertThat(rig.roomsOf(live)).isPositive();
    }

    @Test
    void what_an_expired_connection_without_a_row_left_goes_too() {
        Connection orphan = rig.connection("orphan", SweepRig.START.plus(LONG));
        rig.join(orphan);
        rig.clock.advance(Duration.ofHours(3));

        rig.run();

        assertThat(rig.roomsOf(orphan)).isZero();
    }

    @Test
    void a_dear_pass_begins_every_ten_minutes_and_goes_on_in_every_run() {
        // half a unit for forty rows: 3,200 rows are 40 units, over a twentieth of the 400
        SweepRig dear = new SweepRig(new SweepOptions(400, 1, SweepRig.GRACE, 500, 4));
        IntStream.range(0, 400).forEach(i -> dear.connect("c-%03d".formatted(i), LONG));
        dear.run();

        int passes = 0;
        for (int minute = 0; minute < 21; minute++) {
            dear.clock.advance(Duration.ofMinutes(1));
            passes += (int) dear.run().steps().stream()
                    .filter(step -> step.step().equals("subscriptions"))
                    .count();
        }

        assertThat(passes).isEqualTo(2);
    }
}
