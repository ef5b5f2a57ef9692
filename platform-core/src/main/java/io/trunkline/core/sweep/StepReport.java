package io.trunkline.core.sweep;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one step did in a run.
 *
 * @param complete whether its pass reached the end; false where it goes on in the next run, or where it failed
 * @param read what it read in this run
 */
public record StepReport(String step, boolean complete, Extent read, Map<SweepCount, Long> counts) {
    public StepReport {
        EnumMap<SweepCount, Long> copy = new EnumMap<>(SweepCount.class);
        copy.putAll(counts);
        counts = copy;
    }
}
