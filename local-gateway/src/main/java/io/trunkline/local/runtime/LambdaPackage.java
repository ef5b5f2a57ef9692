package io.trunkline.local.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A Lambda zip, unzipped once for each content. */
public final class LambdaPackage {
    private LambdaPackage() {}

    /**
     * The folder that holds {@code zip}'s content, below {@code work}; unzipped where it is not there yet.
     *
     * @throws IOException where the zip is missing or damaged, or the disk is full
     */
    public static Path unzip(Path zip, Path work) throws IOException {
        if (!Files.isRegularFile(zip)) {
            throw new IOException(zip + " is missing; run ./trunkline build");
        }
        Path folder = work.resolve("package-" + digest(zip));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path aside = work.resolve("unzip-" + UUID.randomUUID());
        Files.createDirectories(aside);
        try {
            extract(zip, aside);
            // whole or not at all: a folder of that name is always complete
            publish(aside, folder);
        } finally {
            deleteAll(aside);
        }
        return folder;
    }

    private static void publish(Path aside, Path folder) throws IOException {
        try {
            Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // another was faster with the same content; systems name that failure differently
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void extract(Path zip, Path folder) throws IOException {
        try (ZipInputStream input = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = input.getNextEntry(); entry != null; entry = input.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(zip + " has an entry that leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent() == null ? folder : target.getParent());
                    Files.copy(input, target);
                }
            }
        }
    }

    private static String digest(Path zip) throws IOException {
        try (InputStream input = Files.newInputStream(zip)) {
            DigestInputStream digesting = new DigestInputStream(input, MessageDigest.getInstance("SHA-256"));
            digesting.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of()
                    .formatHex(digesting.getMessageDigest().digest())
                    .substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
