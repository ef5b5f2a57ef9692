package io.trunkline.migration.step;

import java.util.List;
import java.util.Map;

/**
 * What a look at a migration found.
 *
 * @param counts by what is counted
 * @param faults in words, each with what to do; none where all is well
 */
public record Findings(Map<String, Long> counts, List<String> faults) {
    public Findings {
        counts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(counts));
        faults = List.copyOf(faults);
    }

    public boolean green() {
        return faults.isEmpty();
    }
}
