package io.trunkline.migration.template.check;

import java.util.List;
import java.util.Map;

/**
 * What a check found in one file.
 *
 * @param kind whose template it is
 * @param resources how many resources a deploy makes of it
 * @param parts what makes them
 */
public record CheckReport(String file, String kind, int resources, Map<String, Integer> parts, List<Finding> findings) {
    public CheckReport {
        parts = Map.copyOf(parts);
        findings = List.copyOf(findings);
    }
}
