package io.trunkline.migration.template.check;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the templates of nested stacks that lie beside a template. */
public final class NestedTemplates {
    private static final int MOST = 200;
    private static final Set<String> TYPES = Set.of("AWS::CloudFormation::Stack", "AWS::Serverless::Application");

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
            Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
            return Template.read(TemplateText.read(file)).resources().stream()
                    .filter(resource -> TYPES.contains(resource.type()))
                    .flatMap(resource -> location(resource).stream())
                    .filter(location ->
                            !location.contains("://") && !location.contains("${") && location.indexOf('\0') < 0)
                    .map(folder::resolve)
                    .filter(Files::isRegularFile)
                    .toList();
        } catch (OperatorException e) {
            // whoever checks the file itself is told
            return List.of();
        }
    }

    private static Optional<String> location(Resource nested) {
        return nested.property("TemplateURL")
                .or(() -> nested.property("Location"))
                .filter(node -> node.tag().isEmpty())
                .flatMap(YamlNode::text);
    }
}
