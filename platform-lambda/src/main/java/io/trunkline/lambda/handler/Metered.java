package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.UsageMeter;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.metrics.InvocationMetrics;
import io.trunkline.lambda.metrics.MetricsWriter;
import io.trunkline.routing.key.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What an invocation is wrapped in that may write: a tab of its own, for what it uses, and its metrics, written at its
 * end. Where it is due, the environment's counters of use are flushed before the answer goes out: nothing runs between
 * invocations.
 */
@Singleton
final class Metered {
    /**
     * What a flush may take at the worst, tries again included; with less time left it waits for a later invocation.
     */
    private static final Duration FLUSH = Duration.ofSeconds(8);

    private final UsageMeter meter;
    private final MetricsWriter writer;
    private final Invocations invocations;

    Metered(UsageMeter meter, MetricsWriter writer, Invocations invocations) {
        this.meter = meter;
        this.writer = writer;
        this.invocations = invocations;
        // on Lambda the signal comes only where an extension is registered; on one machine it always does
        Runtime.getRuntime().addShutdownHook(new Thread(meter::flush, "usage-flush"));
    }

    /** An invocation of a function that may write: what it uses is its tenant's. */
    <T> T invocation(FunctionLayout function, Context context, Callable<T> work) throws IOException {
        return invocations.run(function, context, new UsageTab(meter::add), () -> flush(context), work);
    }

    /** An invocation for all tenants at once, or for several: what it uses is nobody's, but for its {@link #part}s. */
    <T> T platform(FunctionLayout function, Context context, Callable<T> work) throws IOException {
        return invocations.run(function, context, UsageTab.ofNobody(), () -> flush(context), work);
    }

    /** One tenant's part of an invocation, on a tab and with a line of metrics of its own. */
    <T> T part(FunctionLayout function, TenantId tenant, String message, Callable<T> work) throws Exception {
        UsageTab tab = new UsageTab(meter::add);
        InvocationMetrics metrics = new InvocationMetrics();
        try {
            return metrics.during(() -> tab.during(() -> {
                UsageTab.belongsTo(tenant);
                UsageTab.label("message", message);
                return work.call();
            }));
        } finally {
            writer.write(function, Optional.of(tenant), metrics);
        }
    }

    /** On nobody's tab; a flush that fails keeps its counts, and never fails the invocation. */
    private void flush(Context context) {
        if (context.getRemainingTimeInMillis() > FLUSH.toMillis() && !meter.flushIfDue()) {
            InvocationMetrics.count(Metric.USAGE_FLUSH_FAILED);
        }
    }
}
