package io.trunkline.migration.template.check;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.TemplateText;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the templates of nested stacks that lie in a template's folder or below it. */
public final class NestedTemplates {
    private static final int MOST = 200;

    private NestedTemplates() {}

    /** The files, and after each the local templates that it nests; each file once. */
    public static List<Path> with(List<Path> files) {
        Map<Path, Path> all = new LinkedHashMap<>();
        Deque<Path> open = new ArrayDeque<>(files);
        while (!open.isEmpty() && all.size() < MOST) {
            Path file = open.removeFirst();
            if (all.putIfAbsent(file.toAbsolutePath().normalize(), file) == null) {
                nested(file).reversed().forEach(open::addFirst);
            }
        }
        return List.copyOf(all.values());
    }

    private static List<Path> nested(Path file) {
        try {
            LocalFiles files = LocalFiles.beside(file);
            return Template.read(TemplateText.read(file)).nested().values().stream()
                    .flatMap(location -> files.path(location).stream())
                    .toList();
        } catch (OperatorException e) {
            // whoever checks the file itself is told
            return List.of();
        }
    }
}
