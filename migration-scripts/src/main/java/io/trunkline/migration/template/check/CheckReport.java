package io.trunkline.migration.template.check;

import java.util.List;
import java.util.Map;

/**
 * What a check found in one file.
 *
 * @param kind whose template it is
 * @param resources how many resources a deploy makes of it
 * @param parts what makes them
 * @param included files that were read along with it
 */
public record CheckReport(
        String file,
        String kind,
        int resources,
        Map<String, Integer> parts,
        List<String> included,
        List<Finding> findings) {
    public CheckReport {
        parts = Map.copyOf(parts);
        included = List.copyOf(included);
        findings = List.copyOf(findings);
    }
}
