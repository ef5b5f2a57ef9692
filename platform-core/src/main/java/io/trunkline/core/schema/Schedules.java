package io.trunkline.core.schema;

import java.time.Duration;

/** What is fired at regular times, by EventBridge in the cloud and by the local gateway on one machine. */
public final class Schedules {
    /**
     * From one event of {@link FunctionLayout#SWEEP} to the next. Shorter than this no rule of EventBridge can be;
     * clients are told to go by the minute, so longer would be too late for some.
     */
    public static final Duration SWEEP = Duration.ofMinutes(1);

    private Schedules() {}
}
