package io.trunkline.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a connection is told to go, by its row and the clock alone. */
class LifePlanTest {
    private static final Instant START = SweepRig.START;
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final LifePlan plan = new LifePlan(GRACE);
    private final SweepRig rig = new SweepRig();

    @Test
    void a_young_connection_is_left_alone_and_not_asked_about() {
        Connection connection = rig.connection("c-1", START.plus(SweepRig.LONG));

        assertThat(stage(connection, Duration.ofSeconds(59))).isEqualTo(new LifeStage.Quiet(false));
        assertThat(stage(connection, Duration.ofSeconds(60))).isEqualTo(new LifeStage.Quiet(true));
    }

    @Test
    void an_expired_token_is_told_then_graced_then_closed() {
        Instant expiry = START.plusSeconds(300);
        Connection connection = rig.connection("c-1", expiry);

        assertThat(plan.stage(row(connection), expiry.minusMillis(1))).isInstanceOf(LifeStage.Quiet.class);
        assertThat(plan.stage(row(connection), expiry))
                .isInstanceOfSatisfying(LifeStage.ToTellExpiry.class, tell -> assertThat(tell.after())
                        .isBetween(GRACE, GRACE.multipliedBy(3).dividedBy(2)));

        Duration grace = ((LifeStage.ToTellExpiry) plan.stage(row(connection), expiry)).after();
        Instant told = expiry.plusSeconds(20);
        SweptConnection toldRow = new SweptConnection(connection, Optional.of(told), Optional.empty());
        assertThat(plan.stage(toldRow, told.plus(grace).minusMillis(1))).isInstanceOf(LifeStage.Quiet.class);
        assertThat(plan.stage(toldRow, told.plus(grace))).isEqualTo(new LifeStage.ToClose());
    }

    @Test
    void a_renewed_token_makes_an_earlier_goaway_void() {
        Instant told = START.plusSeconds(300);
        Connection renewed = rig.connection("c-1", START.plusSeconds(3600));
        SweptConnection row = new SweptConnection(renewed, Optional.of(told), Optional.empty());

        assertThat(plan.stage(row, told.plusSeconds(600))).isEqualTo(new LifeStage.Quiet(true));
        assertThat(plan.stage(row, START.plusSeconds(3600))).isInstanceOf(LifeStage.ToTellExpiry.class);
    }

    @Test
    void a_row_past_the_two_hours_and_their_slack_is_over_whatever_else() {
        Connection connection = rig.connection("c-1", START);

        assertThat(stage(connection, Duration.ofMinutes(130))).isEqualTo(new LifeStage.Over());
    }

    @Test
    void nobody_is_asked_to_reconnect_once_the_gateway_has_cut_it() {
        Connection connection = rig.connection("c-1", START.plus(SweepRig.LONG));

        assertThat(stage(connection, Duration.ofMinutes(119))).isInstanceOf(LifeStage.ToTellReconnect.class);
        assertThat(stage(connection, Duration.ofHours(2))).isInstanceOf(LifeStage.Quiet.class);
    }

    @Test
    void connections_of_one_moment_reconnect_over_thirteen_minutes_and_no_second_has_a_herd() {
        List<Connection> herd = herd(20_000);

        List<Duration> moments = moments(herd, minutes(104, 120));

        assertThat(moments).hasSize(20_000);
        assertThat(moments).allMatch(at -> at.compareTo(Duration.ofMinutes(105)) >= 0);
        assertThat(moments).allMatch(at -> at.compareTo(Duration.ofMinutes(118)) <= 0);
        // 25.6 a second on average
        assertThat(mostInASecond(moments)).isLessThan(60);
    }

    @Test
    void those_whose_run_was_missed_are_spread_over_what_is_left() {
        List<Connection> herd = herd(20_000);

        List<Duration> moments = moments(herd, List.of(Duration.ofMinutes(117)));

        assertThat(moments).hasSizeGreaterThan(18_000).allMatch(at -> at.compareTo(Duration.ofHours(2)) < 0);
        assertThat(mostInASecond(moments)).isLessThan(300);
    }

    @Test
    void closes_of_tokens_that_expire_at_one_moment_are_spread_too() {
        Instant expiry = START.plusSeconds(300);
        List<Duration> closes = IntStream.range(0, 3000)
                .mapToObj(i -> plan.stage(row(rig.connection("c-" + i, expiry)), expiry))
                .map(stage -> ((LifeStage.ToTellExpiry) stage).after())
                .toList();

        assertThat(mostInASecond(closes)).isLessThan(150);
    }

    /** As API Gateway names them. */
    private List<Connection> herd(int size) {
        Random random = new Random(7);
        return IntStream.range(0, size)
                .mapToObj(i -> rig.connection(Long.toString(random.nextLong(), 36) + "=", START.plus(SweepRig.LONG)))
                .toList();
    }

    /** When each reconnects, from its start, where it does what it is told by the first run that tells it. */
    private List<Duration> moments(List<Connection> herd, List<Duration> runs) {
        List<Duration> moments = new ArrayList<>();
        for (Connection connection : herd) {
            for (Duration run : runs) {
                if (stage(connection, run) instanceof LifeStage.ToTellReconnect tell) {
                    moments.add(run.plus(tell.after()));
                    break;
                }
            }
        }
        return moments;
    }

    private static List<Duration> minutes(int from, int to) {
        return IntStream.range(from, to).mapToObj(Duration::ofMinutes).toList();
    }

    private static long mostInASecond(List<Duration> moments) {
        Map<Long, Long> bySecond = moments.stream()
                .map(Duration::toSeconds)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return bySecond.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private LifeStage stage(Connection connection, Duration age) {
        return plan.stage(row(connection), START.plus(age));
    }

    private static SweptConnection row(Connection connection) {
        return new SweptConnection(connection, Optional.empty(), Optional.empty());
    }
}
