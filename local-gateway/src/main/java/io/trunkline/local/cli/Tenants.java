package io.trunkline.local.cli;

import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the tenant files for a command. */
final class Tenants {
    private Tenants() {}

    /** All of them, or an {@link OperatorException} that lists what is wrong with file and line. */
    static List<TenantFile> load(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new OperatorException("there is no folder " + folder + " of tenant files; name it by --tenants");
        }
        return switch (TenantFiles.load(folder)) {
            case TenantLoad.Loaded loaded -> loaded.files();
            case TenantLoad.Refused refused ->
                throw new OperatorException("the tenant files are refused; nothing was loaded\n  "
                        + String.join("\n  ", refused.problems()));
        };
    }
}
