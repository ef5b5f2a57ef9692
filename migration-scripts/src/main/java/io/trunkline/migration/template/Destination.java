package io.trunkline.migration.template;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.rewrite.Rewrite;
import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.TemplateText;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the result of a rewrite goes. */
sealed interface Destination {
    /** Nowhere: only the diff is shown. */
    record Nowhere() implements Destination {}

    /** Over the template and what it includes. */
    record InPlace() implements Destination {}

    /** Another file, for a template that is one file. */
    record OtherFile(Path file) implements Destination {}

    /** Another folder, in which each file lies as it does beside the template. */
    record Folder(Path folder, Path from) implements Destination {
        private Path target(TemplateText text) {
            Path name = Path.of(text.name());
            Path below = from.toString().isEmpty() ? name : from.normalize().relativize(name.normalize());
            return folder.resolve(below);
        }
    }

    static Destination of(Path in, Optional<Path> out, boolean inPlace) {
        if (inPlace && out.isPresent()) {
            throw new OperatorException("--out and --in-place exclude each other");
        }
        if (inPlace) {
            return new InPlace();
        }
        if (out.isEmpty()) {
            return new Nowhere();
        }
        Path path = out.get();
        Path from = Optional.ofNullable(in.getParent()).orElse(Path.of(""));
        boolean folder = Files.isDirectory(path)
                || (!Files.exists(path)
                        && Optional.ofNullable(path.getFileName())
                                .filter(name -> name.toString().indexOf('.') < 0)
                                .isPresent());
        if (isSame(path, folder ? from : in)) {
            throw new OperatorException(path + (folder ? " is the template's own folder" : " is the template itself")
                    + "; say --in-place to write over it");
        }
        return folder ? new Folder(path, from) : new OtherFile(path);
    }

    private static boolean isSame(Path path, Path other) {
        try {
            Path there = other.toString().isEmpty() ? Path.of(".") : other;
            return Files.exists(path) && Files.exists(there) && Files.isSameFile(path, there);
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** What a file's result is called in the diff. */
    default String shown(TemplateText text) {
        return switch (this) {
            case Nowhere nowhere -> text.name();
            case InPlace inPlace -> text.name();
            case OtherFile other -> other.file().toString();
            case Folder folder -> folder.target(text).toString();
        };
    }

    /** Writes all of it, each file whole or not at all, and answers what was written. */
    default List<Path> write(Rewrite rewrite) {
        Map<Path, TemplateText> targets = new LinkedHashMap<>();
        switch (this) {
            case Nowhere nowhere -> {}
            case InPlace inPlace ->
                rewrite.files().stream()
                        .filter(Edited::changed)
                        .forEach(file -> targets.put(Path.of(file.after().name()), file.after()));
            case OtherFile other -> {
                if (rewrite.files().size() > 1) {
                    throw new OperatorException("nothing was written: "
                            + rewrite.files().get(1).after().name()
                            + " changes too; name a folder for them: --out rewritten/");
                }
                targets.put(other.file(), rewrite.after());
            }
            case Folder folder -> {
                targets.put(folder.target(rewrite.after()), rewrite.after());
                rewrite.included().forEach(file -> targets.put(folder.target(file), file));
                targets.keySet().forEach(Destination::makeFolder);
            }
        }
        targets.forEach(Destination::write);
        return new ArrayList<>(targets.keySet());
    }

    private static void makeFolder(Path file) {
        try {
            Files.createDirectories(
                    Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow());
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(Path path, TemplateText text) {
        try {
            Path real = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path folder = Optional.ofNullable(real.getParent()).orElse(real);
            Path beside = Files.createTempFile(folder, ".template", ".tmp");
            try {
                Files.write(beside, text.bytes());
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(
                            beside,
                            Files.exists(real)
                                    ? Files.getPosixFilePermissions(real)
                                    : PosixFilePermissions.fromString("rw-r--r--"));
                }
                Files.move(beside, real, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
