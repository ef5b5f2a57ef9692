package io.trunkline.lambda.metrics;

import io.trunkline.core.schema.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * What one invocation counts. Bound to the invocation's own thread, where handlers run; threads that they start count
 * nothing. Outside any, as in a test of a handler, counting does nothing.
 */
public final class InvocationMetrics {
    private static final double NANOS_A_MILLISECOND = 1e6;

    private static final ScopedValue<InvocationMetrics> CURRENT = ScopedValue.newInstance();

    private final Map<Metric, List<Double>> values = new EnumMap<>(Metric.class);

    /** Counts one more. */
    public static void count(Metric metric) {
        count(metric, 1);
    }

    /** Counts {@code more}; none is not told at all. */
    public static void count(Metric metric, long more) {
        if (CURRENT.isBound() && more != 0) {
            CURRENT.get().values.merge(metric, List.of((double) more), (a, b) -> List.of(a.getFirst() + b.getFirst()));
        }
    }

    /** Notes how much there is of something, none too. */
    public static void level(Metric metric, long value) {
        if (CURRENT.isBound()) {
            CURRENT.get().values.put(metric, List.of((double) value));
        }
    }

    /** Notes how long something took; each time is a value of its own. */
    public static void took(Metric metric, Duration time) {
        if (CURRENT.isBound()) {
            CURRENT.get()
                    .values
                    .computeIfAbsent(metric, _ -> new ArrayList<>())
                    .add(time.toNanos() / NANOS_A_MILLISECOND);
        }
    }

    /** Does {@code work}, which counts here. */
    public <T> T during(Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    Map<Metric, List<Double>> values() {
        return values;
    }
}
