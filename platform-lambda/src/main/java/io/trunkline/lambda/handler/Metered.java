package io.trunkline.lambda.handler;

import io.trunkline.core.usage.UsageMeter;
import io.trunkline.core.usage.UsageTab;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Runs each invocation on a tab of its own, and flushes the environment's counters at its end where that is due. */
@Singleton
final class Metered {
    private final UsageMeter meter;

    Metered(UsageMeter meter) {
        this.meter = meter;
    }

    <T> T invocation(Callable<T> work) throws IOException {
        try {
            return new UsageTab(meter).during(work);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            // a flush that fails keeps its counts and never fails the invocation
            meter.flushIfDue();
        }
    }
}
