package io.trunkline.core.tenantfile;

import java.util.List;

/** What became of a folder of tenant files: all of them, or none. */
public sealed interface TenantLoad {
    /** At least one tenant, in the order of the files' names. */
    record Loaded(List<TenantFile> files) implements TenantLoad {
        public Loaded {
            files = List.copyOf(files);
        }
    }

    /**
     * Nothing is to be loaded.
     *
     * @param problems one line each for the operator, {@code tenants/wizz.yaml:14: what is wrong}; at least one
     */
    record Refused(List<String> problems) implements TenantLoad {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
