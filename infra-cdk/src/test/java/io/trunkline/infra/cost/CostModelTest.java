package io.trunkline.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples that the five systems' documents give; docs/deploy.md says where each was wrong. */
class CostModelTest {
    private final StatedUnits units = units();
    private final CostModel model = new CostModel(Prices.read(), units);

    private static StatedUnits units() {
        try {
            return StatedUnits.read(Path.of("../docs/costs.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** LandingHub: "1000 concurrent users, 10 messages/hour: about $10 to 20". */
    @Test
    void a_thousand_users_with_ten_messages_an_hour() {
        List<CostItem> month = model.month(traffic(1000, 10, 1, 1, Duration.ofHours(1), 0));
        assertThat(of(month, "WebSocket connection minutes")).isEqualTo(10.95, within(0.01));
        assertThat(of(month, "WebSocket messages in")).isEqualTo(7.30, within(0.01));
        assertThat(of(month, "WebSocket messages out")).isEqualTo(14.60, within(0.01));
        assertThat(of(month, "DynamoDB writes")).isEqualTo(13.69, within(0.01));
        assertThat(total(month)).isBetween(75.0, 95.0);
    }

    /** Its client's JSON ping every 30 s, which the example forgets, alone is more than all of it. */
    @Test
    void json_pings_every_half_minute_cost_more_than_all_the_rest() {
        double quiet = total(model.month(traffic(1000, 10, 1, 1, Duration.ofHours(1), 0)));
        double pinging = total(model.month(traffic(1000, 10, 1, 1, Duration.ofHours(1), 120)));
        assertThat(pinging).isGreaterThan(3 * quiet);
    }

    /** 27 Manufacturing: 1,000 users, 10 million messages, $10 for them, and "1M connections: $1.00". */
    @Test
    void ten_million_messages_cost_ten_dollars_and_the_idle_users_as_much_again() {
        double each = 10e6 / 2 / 1000 / Traffic.HOURS;
        List<CostItem> month = model.month(traffic(1000, each, 0, 1, Duration.ofHours(1), 0));
        assertThat(of(month, "WebSocket messages in") + of(month, "WebSocket messages out"))
                .isEqualTo(10.0, within(0.01));
        assertThat(of(month, "WebSocket connection minutes")).isGreaterThan(10);
    }

    @Test
    void a_message_of_more_than_32_kilobytes_counts_as_several() {
        double one = of(model.month(traffic(100, 10, 0, 32, Duration.ofHours(1), 0)), "WebSocket messages in");
        double two = of(model.month(traffic(100, 10, 0, 33, Duration.ofHours(1), 0)), "WebSocket messages in");
        assertThat(two).isEqualTo(2 * one, within(0.001));
    }

    @Test
    void a_session_costs_what_the_flows_of_the_costs_page_say() {
        double written = units.of("save a connection")
                + units.of("join 7 automatic rooms")
                + units.of("remove a connection")
                + units.of("leave 7 rooms");
        double read = units.of("find the rooms of a connection (7)");
        assertThat(written + read).isEqualTo(units.of("connect") + units.of("disconnect"));
    }

    @Test
    void shorter_sessions_cost_more_writes() {
        assertThat(of(model.month(traffic(100, 0, 0, 1, Duration.ofMinutes(10), 0)), "DynamoDB writes"))
                .isEqualTo(
                        12 * of(model.month(traffic(100, 0, 0, 1, Duration.ofHours(2), 0)), "DynamoDB writes"),
                        within(0.001));
    }

    @Test
    void a_stage_that_nobody_uses_still_pays_for_its_sweep_its_queue_and_its_watch() {
        List<CostItem> month = model.month(traffic(0, 0, 0, 1, Duration.ofHours(1), 0));
        // 43,800 runs at half a second, and five pollers that ask every 20 s
        assertThat(of(month, "Sweep: Lambda")).isEqualTo(0.29, within(0.01));
        assertThat(of(month, "Sweep: DynamoDB writes")).isEqualTo(0.05, within(0.01));
        assertThat(of(month, "SQS requests")).isEqualTo(0.26, within(0.01));
        assertThat(total(month)).isLessThan(30);
    }

    @Test
    void rooms_beyond_what_one_call_serves_pay_for_the_queue_and_its_function() {
        List<CostItem> small = model.month(traffic(1000, 1, 1000, 1, Duration.ofHours(1), 0));
        assertThat(small).extracting(CostItem::name).doesNotContain("Fan-out function");
        List<CostItem> large = model.month(traffic(1000, 1, 5000, 1, Duration.ofHours(1), 0));
        assertThat(of(large, "Fan-out function")).isPositive();
        // 730,000 messages, each leaving 4,000 connections in two messages of the queue
        assertThat(of(large, "SQS requests") - of(small, "SQS requests")).isEqualTo(1.75, within(0.01));
    }

    @Test
    void a_sweep_of_many_subscriptions_begins_less_often_and_never_reads_more_than_its_budget() {
        double hundredThousand =
                of(model.month(traffic(100_000, 0, 0, 1, Duration.ofHours(1), 0)), "Sweep: DynamoDB reads");
        assertThat(hundredThousand).isBetween(17.0, 25.0);
        double millions = of(model.month(traffic(9e6, 0, 0, 1, Duration.ofHours(1), 0)), "Sweep: DynamoDB reads");
        assertThat(millions).isLessThanOrEqualTo(43_800 * 20_000 / 1e6 * 0.125 + 0.01);
    }

    @Test
    void a_bus_costs_an_event_for_each_connect_disconnect_and_message() {
        Traffic told = new Traffic(1000, 10, 1, 1, Duration.ofHours(1), 0, 0, Duration.ofMillis(40), 0.01, 1, true);
        assertThat(of(model.month(told), "EventBridge events")).isEqualTo(8.76, within(0.01));
    }

    @Test
    void what_no_gateway_allows_is_refused() {
        assertThatThrownBy(() -> traffic(1, 1, 1, 129, Duration.ofHours(1), 0)).hasMessageContaining("128 KB");
        assertThatThrownBy(() -> traffic(1, 1, 1, 1, Duration.ofHours(3), 0)).hasMessageContaining("two hours");
    }

    private static Traffic traffic(
            double connections, double messages, double recipients, double kilobytes, Duration session, double pings) {
        return new Traffic(
                connections, messages, recipients, kilobytes, session, pings, 0, Duration.ofMillis(40), 0.01, 1, false);
    }

    private static double of(List<CostItem> month, String name) {
        return month.stream()
                .filter(item -> item.name().equals(name))
                .mapToDouble(CostItem::dollars)
                .findFirst()
                .orElseThrow();
    }

    private static double total(List<CostItem> month) {
        return month.stream().mapToDouble(CostItem::dollars).sum();
    }
}
