package io.trunkline.core.sweep;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** How a run of the sweep ended. */
public sealed interface SweepReport {
    /** Another run is at work; this one did nothing. */
    record Busy() implements SweepReport {}

    /**
     * It ran.
     *
     * @param steps those that had something to do; a step whose next pass is not due yet is not among them
     */
    record Swept(List<StepReport> steps, Duration took) implements SweepReport {
        public Swept {
            steps = List.copyOf(steps);
        }

        /** One count over all steps. */
        public long total(SweepCount count) {
            return steps.stream()
                    .mapToLong(step -> step.counts().getOrDefault(count, 0L))
                    .sum();
        }

        /**
         * Connections that are stored, as the pass that ended in this run found them; empty where none ended. Marks of
         * early disconnects, and rows that this very pass removed, are among them.
         */
        public OptionalLong storedConnections() {
            return steps.stream()
                    .filter(step -> step.step().equals(ConnectionStep.NAME))
                    .map(StepReport::passRows)
                    .findFirst()
                    .orElse(OptionalLong.empty());
        }

        /** Whether every step of it reached the end of its pass. */
        public boolean complete() {
            return steps.stream().allMatch(StepReport::complete);
        }
    }
}
