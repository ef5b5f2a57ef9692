package io.trunkline.core.sweep;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What one step did in a run.
 *
 * @param complete whether its pass reached the end; false where it goes on in the next run, or where it failed
 * @param read what it read in this run
 * @param passRows rows that the whole pass read, runs before this one included; empty where it is not complete
 */
public record StepReport(
        String step, boolean complete, Extent read, OptionalLong passRows, Map<SweepCount, Long> counts) {
    public StepReport {
        EnumMap<SweepCount, Long> copy = new EnumMap<>(SweepCount.class);
        copy.putAll(counts);
        counts = copy;
    }
}
