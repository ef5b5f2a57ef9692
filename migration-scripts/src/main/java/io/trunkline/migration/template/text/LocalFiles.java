package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files in a template's own folder and below it, which are all that it may lead to: whoever checks a template of
 * somebody else's must not read other files of theirs by it.
 */
public final class LocalFiles {
    private final Optional<Path> folder;
    private final Map<String, TemplateText> instead;

    /** What came of looking for a file. */
    public sealed interface Found {
        /** It is there. */
        record File(TemplateText text) implements Found {}

        /** It is not, or must not be read. */
        record Nothing(String why) implements Found {}
    }

    private LocalFiles(Optional<Path> folder, Map<String, TemplateText> instead) {
        this.folder = folder;
        this.instead = Map.copyOf(instead);
    }

    /** Those beside {@code template}. */
    public static LocalFiles beside(Path template) {
        return new LocalFiles(
                Optional.of(Optional.ofNullable(template.getParent()).orElse(Path.of(""))), Map.of());
    }

    /** None, for a text that is no file. */
    public static LocalFiles none() {
        return new LocalFiles(Optional.empty(), Map.of());
    }

    /** The same, with some files read as they will be. */
    public LocalFiles with(Collection<TemplateText> changed) {
        Map<String, TemplateText> both = new HashMap<>(instead);
        changed.forEach(text -> both.put(text.name(), text));
        return new LocalFiles(folder, both);
    }

    /** Whether it is known where the template lies. */
    public boolean known() {
        return folder.isPresent();
    }

    /** Where {@code location}, as a template names it, lies; empty if it lies elsewhere or is no file. */
    public Optional<Path> path(String location) {
        try {
            return folder.isEmpty() || !reason(folder.get(), location).isEmpty()
                    ? Optional.empty()
                    : Optional.of(folder.get().resolve(location).normalize());
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Reads {@code location}, as a template names it, with forward slashes. */
    Found read(String location) {
        if (folder.isEmpty()) {
            return new Found.Nothing("it is not known where the template lies");
        }
        try {
            String why = reason(folder.get(), location);
            if (!why.isEmpty()) {
                return new Found.Nothing(why);
            }
            Path file = folder.get().resolve(location).normalize();
            TemplateText changed = instead.get(file.toString());
            return new Found.File(changed == null ? TemplateText.read(file) : changed);
        } catch (InvalidPathException | IOException | OperatorException e) {
            return new Found.Nothing("it cannot be read (" + e.getMessage() + ")");
        }
    }

    /** Why a location must not be read; empty where it may. */
    private static String reason(Path folder, String location) throws IOException {
        if (location.indexOf('\\') >= 0) {
            return "its path has backslashes, which only Windows understands";
        }
        Path named = folder.resolve(location);
        if (!Files.exists(named)) {
            return "there is no such file";
        }
        // what links lead to counts, not what they are called
        if (!named.toRealPath().startsWith(folder.toRealPath())) {
            return "it lies outside of the template's folder";
        }
        return Files.isRegularFile(named) ? "" : "it is no file";
    }
}
