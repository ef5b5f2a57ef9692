package io.trunkline.local.issuer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.function.Supplier;

/** A file of the data folder that is generated at its first use, and readable by its owner only. */
final class DataFolderFile {
    private DataFolderFile() {}

    /**
     * The text of {@code file}, generated there where it is missing; throws {@link UncheckedIOException} where neither
     * works.
     */
    static String read(Path file, Supplier<String> generator) {
        try {
            if (!Files.exists(file)) {
                generate(file, generator);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write " + file, e);
        }
    }

    /** Written aside and linked into place: of two commands that start at once, both end with the one text. */
    private static void generate(Path file, Supplier<String> generator) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        Path folder = Files.createDirectories(aside.resolveSibling(""));
        try {
            String text = generator.get();
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(
                        aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(aside, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            // another command was faster; what it generated is the one
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
