package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiKeyVerdict;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The key by which this machine's own commands call the HTTP API of a tenant: made at the first use and kept in the
 * data folder, readable by its owner only, beside the key pair that could make it anyway.
 */
final class CommandKey {
    private CommandKey() {}

    static String of(RunningPlatform platform, Path data, TenantId tenant) {
        Path file = data.resolve("keys").resolve(tenant.value());
        try {
            if (Files.exists(file)) {
                String kept = Files.readString(file).strip();
                // the tables may be others by now: --in-memory starts with none
                if (platform.withKeys(keys -> keys.verify(kept)) instanceof ApiKeyVerdict.Verified) {
                    return kept;
                }
                Files.delete(file);
            }
            String made = platform.withKeys(
                            keys -> keys.create(tenant, "./trunkline", EnumSet.allOf(ApiScope.class), Optional.empty()))
                    .text();
            Files.createDirectories(file.getParent());
            if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(file, made + "\n");
            return made;
        } catch (IOException e) {
            throw new OperatorException("the folder " + data + " cannot be used: " + e.getMessage(), e);
        }
    }
}
