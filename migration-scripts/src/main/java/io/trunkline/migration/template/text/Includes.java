package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.LocalFiles.Found;
import io.trunkline.migration.template.text.YamlNode.Included;
import io.trunkline.migration.template.text.YamlNode.Scalar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows the Serverless Framework's {@code ${file(other.yml):key}} where that is all of a value and the path has no
 * variables in it. Its paths start at the service's folder, also in files that are included themselves.
 */
final class Includes {
    private static final Pattern INCLUDE = Pattern.compile(
            "\\$\\{\\s*file\\(\\s*['\"]?([^()'\"${}]+?)['\"]?\\s*\\)(?::([A-Za-z0-9_.\\-]+))?\\s*(?:,.*)?}",
            Pattern.DOTALL);
    private static final int MAX_DEPTH = 10;
    private static final int MAX_FILES = 200;
    private static final long MAX_CHARACTERS = 4L * TemplateText.MAX_BYTES;

    private final LocalFiles files;
    private final boolean follows;
    private final Map<String, YamlNode> roots = new LinkedHashMap<>();
    private final Map<String, TemplateText> texts = new LinkedHashMap<>();
    private final List<Unread> unread = new ArrayList<>();
    private final Set<YamlNode> brought = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<String> open = new ArrayDeque<>();
    private long characters;

    private Includes(LocalFiles files, boolean follows) {
        this.files = files;
        this.follows = follows;
    }

    static Includes none() {
        return new Includes(LocalFiles.none(), false);
    }

    static Includes from(LocalFiles files) {
        return new Includes(files, true);
    }

    /** Reads a text and all that it includes. */
    YamlNode read(TemplateText text) {
        open.push(text.name());
        YamlNode root = TreeReader.read(text, this);
        open.pop();
        texts.put(text.name(), text);
        roots.put(text.name(), root);
        return root;
    }

    /** The texts that were read, by their names. */
    Map<String, TemplateText> texts() {
        return texts;
    }

    Map<String, YamlNode> roots() {
        return roots;
    }

    /** The includes that were not followed, and why. */
    List<Unread> unread() {
        return unread;
    }

    /** The scalar itself, or what it includes. */
    YamlNode follow(Scalar scalar) {
        if (!follows || !scalar.value().startsWith("${file(") || !scalar.value().endsWith("}")) {
            return scalar;
        }
        Matcher include = INCLUDE.matcher(scalar.value());
        if (!include.matches()) {
            unread.add(new Unread(scalar, "its path is known only when it is deployed"));
            return scalar;
        }
        Optional<YamlNode> root = root(scalar, include.group(1));
        if (root.isEmpty()) {
            return scalar;
        }
        String key = include.group(2);
        Optional<YamlNode> target = key == null ? root : root.get().at(key.split("\\.", -1));
        if (target.isEmpty()) {
            unread.add(new Unread(scalar, include.group(1) + " has no " + key));
            return scalar;
        }
        YamlNode written = target.get();
        return new Included(scalar, written, brought.add(written));
    }

    private Optional<YamlNode> root(Scalar scalar, String path) {
        if (!path.endsWith(".yml") && !path.endsWith(".yaml") && !path.endsWith(".json")) {
            unread.add(new Unread(scalar, path + " is code, not YAML or JSON"));
            return Optional.empty();
        }
        return switch (files.read(path)) {
            case Found.Nothing nothing -> {
                unread.add(new Unread(scalar, nothing.why()));
                yield Optional.empty();
            }
            case Found.File file -> root(scalar, file.text());
        };
    }

    private Optional<YamlNode> root(Scalar scalar, TemplateText text) {
        YamlNode known = roots.get(text.name());
        if (known != null) {
            return Optional.of(known);
        }
        if (open.contains(text.name())) {
            unread.add(new Unread(scalar, text.name() + " includes itself"));
            return Optional.empty();
        }
        characters += text.text().length();
        if (open.size() > MAX_DEPTH || roots.size() >= MAX_FILES || characters > MAX_CHARACTERS) {
            unread.add(new Unread(
                    scalar,
                    "more is included than is read here (" + MAX_DEPTH + " levels, " + MAX_FILES + " files, "
                            + (MAX_CHARACTERS >> 20) + " MB)"));
            return Optional.empty();
        }
        try {
            return Optional.of(read(text));
        } catch (OperatorException e) {
            throw new OperatorException(
                    e.getMessage() + " (included by " + scalar.place().where() + ")", e);
        }
    }
}
