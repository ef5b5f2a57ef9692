package io.trunkline.local.platform;

import io.trunkline.local.event.ScheduledEvents;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fires the sweep at regular times, as EventBridge does; the next is fired when the last has ended. */
final class SweepTimer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SweepTimer.class);

    private final Invoker function;
    private final ScheduledEvents events;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sweep-timer").factory());

    private SweepTimer(Invoker function, ScheduledEvents events, InstantSource clock) {
        this.function = function;
        this.events = events;
        this.clock = clock;
    }

    /** Fires for the first time after {@code every}. */
    static SweepTimer start(Invoker function, ScheduledEvents events, Duration every, InstantSource clock) {
        SweepTimer started = new SweepTimer(function, events, clock);
        var _ = started.timer.scheduleWithFixedDelay(
                started::fire, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return started;
    }

    private void fire() {
        try {
            switch (function.invoke(events.at(clock.instant()))) {
                case InvokeOutcome.Success _ -> {
                    // what it did is in its log
                }
                case InvokeOutcome.FunctionError error -> LOG.warn("the sweep failed: {}", error.errorType());
                case InvokeOutcome.TimedOut _, InvokeOutcome.Crashed _, InvokeOutcome.Throttled _ ->
                    LOG.warn("the sweep did not end in good order; the next follows");
            }
        } catch (RuntimeException e) {
            // a timer whose task throws fires no more
            LOG.warn("the sweep could not be fired", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
