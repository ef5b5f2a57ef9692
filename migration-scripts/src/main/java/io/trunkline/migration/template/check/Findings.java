package io.trunkline.migration.template.check;

import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import java.util.ArrayList;
import java.util.List;

/** Collects what is found in one template. */
final class Findings {
    private final Template template;
    private final List<Finding> found = new ArrayList<>();

    Findings(Template template) {
        this.template = template;
    }

    void add(String rule, YamlNode at, String what, String todo) {
        add(rule, at.place().line(), what, todo);
    }

    void add(String rule, int line, String what, String todo) {
        found.add(new Finding(rule, template.name(), line, what, todo));
    }

    List<Finding> all() {
        return found.stream()
                .distinct()
                .sorted(java.util.Comparator.comparingInt(Finding::line).thenComparing(Finding::rule))
                .toList();
    }
}
