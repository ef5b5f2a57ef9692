package io.trunkline.infra.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.infra.NeedsNode;
import io.trunkline.infra.Synthesized;
import org.junit.jupiter.api.Test;

/** Holds what the cost model counts of alarms to what is deployed. */
@NeedsNode
class AlarmsCostTest {
    @Test
    void an_alarm_is_paid_for_by_the_metrics_that_it_watches() {
        JsonNode observability = Synthesized.template(Synthesized.prod(), "Observability");
        long watched = Synthesized.resources(observability, "AWS::CloudWatch::Alarm").values().stream()
                .mapToLong(alarm -> Math.max(
                        1, alarm.path("Properties").findValues("MetricStat").size()))
                .sum();
        assertThat(CostModel.ALARM_METRICS).isEqualTo((int) watched);
    }
}
