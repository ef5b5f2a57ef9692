package io.trunkline.lambda.handler;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.sweep.StepReport;
import io.trunkline.core.sweep.Sweep;
import io.trunkline.core.sweep.SweepCount;
import io.trunkline.core.sweep.SweepReport;
import io.trunkline.lambda.metrics.InvocationMetrics;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the sweep. Its event is EventBridge's for a schedule, of which it reads nothing but
 * {@code detail.thorough}, which a schedule never sets and an operator may; it answers what it counted.
 */
@Singleton
final class SweepHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SweepHandler.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Kept back from the time that is left, for what was started to end in. */
    private static final Duration RESERVE = Duration.ofSeconds(10);

    private final Sweep sweep;
    private final InstantSource clock;

    SweepHandler(Sweep sweep, InstantSource clock) {
        this.sweep = sweep;
        this.clock = clock;
    }

    byte[] handle(InputStream input, Duration left) throws IOException {
        boolean thorough = JSON.readTree(input).path("detail").path("thorough").asBoolean(false);
        SweepReport swept = sweep.run(thorough, Deadline.in(left.minus(RESERVE), clock));
        if (swept instanceof SweepReport.Swept ended) {
            ended.storedConnections().ifPresent(count -> InvocationMetrics.level(Metric.OPEN_CONNECTIONS, count));
        }
        ObjectNode report = json(swept);
        LOG.info("swept {}", report);
        return report.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode json(SweepReport report) {
        return switch (report) {
            case SweepReport.Busy _ -> JSON.createObjectNode().put("outcome", "busy");
            case SweepReport.Swept swept -> json(swept);
        };
    }

    private static ObjectNode json(SweepReport.Swept swept) {
        ObjectNode json = JSON.createObjectNode()
                .put("outcome", "swept")
                .put("complete", swept.complete())
                .put("tookMs", swept.took().toMillis());
        ObjectNode counts = json.putObject("counts");
        for (SweepCount count : SweepCount.values()) {
            counts.put(count.label(), swept.total(count));
        }
        ObjectNode steps = json.putObject("steps");
        for (StepReport step : swept.steps()) {
            steps.putObject(step.step())
                    .put("complete", step.complete())
                    .put("rows", step.read().rows())
                    .put("readUnits", step.read().units());
        }
        return json;
    }
}
