package io.trunkline.migration.template.check;

import io.trunkline.migration.template.text.Place;
import io.trunkline.migration.template.text.YamlNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is found in one template. */
final class Findings {
    private final List<Finding> found = new ArrayList<>();

    void add(String rule, YamlNode at, String what, String todo) {
        add(rule, at.place(), what, todo);
    }

    void add(String rule, Place at, String what, String todo) {
        found.add(new Finding(rule, at.file(), at.line(), what, todo));
    }

    List<Finding> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::file)
                        .thenComparingInt(Finding::line)
                        .thenComparing(Finding::rule))
                .toList();
    }
}
