package io.trunkline.core.sweep;

import static io.trunkline.core.sweep.SweepCount.ASKED;
import static io.trunkline.core.sweep.SweepCount.CLOSED;
import static io.trunkline.core.sweep.SweepCount.ERRORS;
import static io.trunkline.core.sweep.SweepCount.EXPIRED;
import static io.trunkline.core.sweep.SweepCount.EXPIRY_GOAWAYS;
import static io.trunkline.core.sweep.SweepCount.GHOSTS;
import static io.trunkline.core.sweep.SweepCount.IDLE;
import static io.trunkline.core.sweep.SweepCount.RECONNECT_GOAWAYS;
import static io.trunkline.core.sweep.SweepRig.GRACE;
import static io.trunkline.core.sweep.SweepRig.LONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.delivery.PostOutcome;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sweep does about connections. */
class ConnectionStepTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SweepRig rig = new SweepRig();

    @Test
    void a_connection_past_its_time_is_removed_with_its_rooms_unasked() {
        Connection old = rig.connect("old", LONG);
        rig.clock.advance(Duration.ofMinutes(130));
        Connection young = rig.connect("young", LONG);

        SweepReport.Swept report = rig.run();

        assertThat(rig.isStored(old)).isFalse();
        assertThat(rig.roomsOf(old)).isZero();
        assertThat(rig.isStored(young)).isTrue();
        assertThat(rig.roomsOf(young)).isPositive();
        assertThat(report.total(EXPIRED)).isEqualTo(1);
        assertThat(rig.gateway.asked()).isEmpty();
    }

    @Test
    void a_client_whose_token_expired_is_told_once_and_closed_after_the_grace() {
        Connection connection = rig.connect("c-1", Duration.ofMinutes(10));

        runEveryMinuteFor(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(rig.gateway.said(connection.id())).isEmpty();

        rig.clock.advance(MINUTE);
        assertThat(rig.run().total(EXPIRY_GOAWAYS)).isEqualTo(1);
        assertThat(rig.gateway.said(connection.id()))
                .singleElement()
                .asString()
                .matches("\\{\"type\":\"goaway\",\"reason\":\"token_expired\",\"afterMs\":[6-9]\\d{4}}");
        rig.clock.advance(GRACE.minusSeconds(1));
        assertThat(rig.run().total(CLOSED)).isZero();

        rig.clock.advance(GRACE);
        SweepReport.Swept last = rig.run();

        assertThat(last.total(CLOSED)).isEqualTo(1);
        assertThat(rig.gateway.closed()).containsExactly(connection.id());
        assertThat(rig.gateway.said(connection.id())).hasSize(1);
    }

    @Test
    void a_closed_connection_whose_disconnect_never_comes_is_removed_by_the_next_run() {
        Connection connection = rig.connect("c-1", Duration.ZERO);
        rig.run();
        rig.clock.advance(GRACE.multipliedBy(2));
        assertThat(rig.run().total(CLOSED)).isEqualTo(1);

        assertThat(rig.run().total(GHOSTS)).isEqualTo(1);

        assertThat(rig.gateway.closed()).hasSize(1);
        assertThat(rig.isStored(connection)).isFalse();
        assertThat(rig.roomsOf(connection)).isZero();
    }

    @Test
    void a_client_that_renewed_its_token_within_the_grace_stays() {
        Connection connection = rig.connect("c-1", Duration.ofMinutes(10));
        rig.clock.advance(Duration.ofMinutes(10));
        assertThat(rig.run().total(EXPIRY_GOAWAYS)).isEqualTo(1);

        renew(connection, Duration.ofMinutes(20));
        runEveryMinuteFor(Duration.ofMinutes(9));

        assertThat(rig.gateway.closed()).isEmpty();
        assertThat(rig.isStored(connection)).isTrue();

        runEveryMinuteFor(Duration.ofMinutes(2));
        assertThat(rig.gateway.said(connection.id())).hasSize(2);
    }

    @Test
    void a_connection_that_cannot_be_closed_is_closed_by_a_later_run() {
        Connection connection = rig.connect("c-1", Duration.ZERO);
        rig.run();
        rig.gateway.refusesToClose(connection.id());
        rig.clock.advance(GRACE.multipliedBy(2));

        assertThat(rig.run().total(ERRORS)).isEqualTo(1);
        assertThat(rig.isStored(connection)).isTrue();

        rig.gateway.closesAgain(connection.id());
        assertThat(rig.run().total(CLOSED)).isEqualTo(1);
        assertThat(rig.gateway.closed()).containsExactly(connection.id());
    }

    @Test
    void a_goaway_that_cannot_be_posted_puts_off_no_close() {
        Connection connection = rig.connect("c-1", Duration.ZERO);
        rig.gateway.answers(connection.id(), new PostOutcome.Throttled());

        rig.run();
        assertThat(rig.gateway.posts()).isEqualTo(3);
        rig.clock.advance(GRACE.multipliedBy(2));

        assertThat(rig.run().total(CLOSED)).isEqualTo(1);
    }

    @Test
    void before_the_two_hours_each_is_asked_to_reconnect_once() {
        List<Connection> herd = IntStream.range(0, 150)
                .mapToObj(i -> rig.connect("c-" + i, LONG))
                .toList();

        long asked = 0;
        long most = 0;
        for (Duration age = Duration.ZERO; age.compareTo(Duration.ofHours(2)) < 0; age = age.plus(MINUTE)) {
            long now = rig.run().total(RECONNECT_GOAWAYS);
            asked += now;
            most = Math.max(most, now);
            rig.clock.advance(MINUTE);
        }

        assertThat(asked).isEqualTo(150);
        assertThat(most).isLessThan(30);
        assertThat(herd).allSatisfy(connection -> assertThat(rig.gateway.said(connection.id()))
                .singleElement()
                .asString()
                .matches("\\{\"type\":\"goaway\",\"reason\":\"reconnect\",\"afterMs\":\\d{1,5}}"));
        assertThat(rig.gateway.closed()).isEmpty();
    }

    @Test
    void a_ghost_is_found_by_asking_and_one_whose_handshake_may_still_run_is_not_asked_about() {
        Connection ghost = rig.connect("ghost", LONG);
        Connection live = rig.connect("live", LONG);
        rig.gateway.lose(ghost.id());

        assertThat(rig.run().total(ASKED)).isZero();
        rig.clock.advance(MINUTE);
        SweepReport.Swept report = rig.run();

        assertThat(report.total(ASKED)).isEqualTo(2);
        assertThat(report.total(GHOSTS)).isEqualTo(1);
        assertThat(rig.isStored(ghost)).isFalse();
        assertThat(rig.roomsOf(ghost)).isZero();
        assertThat(rig.isStored(live)).isTrue();
    }

    @Test
    void a_ghost_that_was_to_be_told_something_is_removed() {
        Connection ghost = rig.connect("ghost", Duration.ofMinutes(10));
        rig.gateway.lose(ghost.id());
        rig.clock.advance(Duration.ofMinutes(10));

        assertThat(rig.run().total(GHOSTS)).isEqualTo(1);
        assertThat(rig.isStored(ghost)).isFalse();
    }

    @Test
    void a_run_asks_about_so_many_and_in_the_end_finds_every_ghost() {
        SweepRig many = new SweepRig(new SweepOptions(10_000, 20, GRACE, 100, 4));
        List<Connection> all = IntStream.range(0, 300)
                .mapToObj(i -> many.connect("c-%03d".formatted(i), LONG))
                .toList();
        many.clock.advance(MINUTE);
        assertThat(many.run().total(ASKED)).isBetween(1L, 40L);
        Connection ghost = all.get(123);
        many.gateway.lose(ghost.id());

        ConnectionStep step = many.connectionStep();
        int runs = 0;
        while (many.isStored(ghost) && runs < 200) {
            runs++;
            assertThat(many.run(false, step).total(ASKED)).isBetween(1L, 41L);
        }

        assertThat(many.isStored(ghost)).isFalse();
    }

    @Test
    void where_one_in_ten_is_a_ghost_all_are_asked_about() {
        SweepRig many = new SweepRig(new SweepOptions(10_000, 50, GRACE, 500, 4));
        List<Connection> all = IntStream.range(0, 400)
                .mapToObj(i -> many.connect("c-%03d".formatted(i), LONG))
                .toList();
        many.clock.advance(MINUTE);
        many.run();
        all.subList(0, 200).forEach(connection -> many.gateway.lose(connection.id()));

        SweepReport.Swept report = many.run();

        assertThat(report.total(GHOSTS)).isEqualTo(200);
        assertThat(many.connections.rows()).hasSize(200);
    }

    @Test
    void a_thorough_run_asks_about_everybody() {
        SweepRig many = new SweepRig(new SweepOptions(1, 1, GRACE, 100, 4));
        List<Connection> all = IntStream.range(0, 250)
                .mapToObj(i -> many.connect("c-%03d".formatted(i), LONG))
                .toList();
        many.gateway.lose(all.get(249).id());
        many.clock.advance(MINUTE);

        SweepReport.Swept report = many.runThoroughly();

        assertThat(report.total(ASKED)).isEqualTo(250);
        assertThat(report.total(GHOSTS)).isEqualTo(1);
        assertThat(report.complete()).isTrue();
    }

    @Test
    void a_connection_that_the_gateway_should_have_cut_for_idleness_is_only_counted() {
        Connection connection = rig.connect("c-1", LONG);
        rig.gateway.lastActiveAt(rig.clock.instant());
        rig.clock.advance(Duration.ofMinutes(16));

        assertThat(rig.run().total(IDLE)).isEqualTo(1);
        assertThat(rig.isStored(connection)).isTrue();
    }

    private void renew(Connection connection, Duration fromStart) {
        Connection renewed = rig.connection("c-1", SweepRig.START.plus(fromStart));
        rig.connections.refresh(connection.id(), renewed.principal());
    }

    private void runEveryMinuteFor(Duration duration) {
        Duration left = duration;
        while (left.compareTo(MINUTE) >= 0) {
            rig.clock.advance(MINUTE);
            left = left.minus(MINUTE);
            rig.run();
        }
        rig.clock.advance(left);
        rig.run();
    }
}
