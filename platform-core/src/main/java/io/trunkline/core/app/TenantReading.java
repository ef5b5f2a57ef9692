package io.trunkline.core.app;

import java.util.List;

/** What became of a tenant's definition: valid as a whole, or refused as a whole. */
public sealed interface TenantReading {
    record Valid(Tenant tenant) implements TenantReading {}

    /** At least one problem. */
    record Invalid(List<Problem> problems) implements TenantReading {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What is wrong and where.
     *
     * @param pointer a JSON pointer into the definition, {@code /apps/drivers/types/0}
     * @param reason one sentence for the operator, with what would be right
     */
    record Problem(String pointer, String reason) {}
}
