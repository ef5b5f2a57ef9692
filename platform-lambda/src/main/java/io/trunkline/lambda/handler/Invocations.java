package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.metrics.InvocationMetrics;
import io.trunkline.lambda.metrics.MetricsWriter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every invocation is wrapped in: the ids of its log lines, and its metrics, written at its end. */
@Singleton
final class Invocations {
    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);

    /** What is done between the work and the answer. */
    @FunctionalInterface
    interface Ending {
        void ended();
    }

    private final MetricsWriter writer;

    Invocations(MetricsWriter writer) {
        this.writer = writer;
    }

    /** An invocation of the authorizer, which may write nothing: what it uses is not counted. */
    <T> T authorization(Context context, Callable<T> work) throws IOException {
        return run(FunctionLayout.AUTHORIZER, context, new UsageTab((_, _) -> {}), () -> {}, work);
    }

    <T> T run(FunctionLayout function, Context context, UsageTab tab, Ending afterwards, Callable<T> work)
            throws IOException {
        InvocationMetrics metrics = new InvocationMetrics();
        try {
            return metrics.during(() -> {
                long start = System.nanoTime();
                try {
                    return tab.during(() -> guarded(context, work));
                } finally {
                    afterwards.ended();
                    InvocationMetrics.took(Metric.HANDLER_DURATION, Duration.ofNanos(System.nanoTime() - start));
                }
            });
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            writer.write(function, tab.tenant(), metrics);
        }
    }

    private static <T> T guarded(Context context, Callable<T> work) throws Exception {
        UsageTab.label("invocation", context.getAwsRequestId());
        try {
            return work.call();
        } catch (UnauthorizedException e) {
            // how an authorizer answers, and no fault
            throw e;
        } catch (Exception e) {
            InvocationMetrics.count(Metric.FAULTS);
            LOG.error("an invocation failed", e);
            throw e;
        }
    }
}
