package io.trunkline.core.app;

import java.util.List;

/** What became of a tenant's definition: valid as a whole, or refused as a whole. */
public sealed interface TenantReading {
    /**
     * A tenant, and what its definition sets up beside it.
     *
     * @param doors ways in that belong to one app each
     * @param memberships written once when the definition is loaded
     * @param grants written once when the definition is loaded
     */
    record Valid(Tenant tenant, List<Door> doors, List<Membership> memberships, List<Grant> grants)
            implements TenantReading {
        public Valid {
            doors = List.copyOf(doors);
            memberships = List.copyOf(memberships);
            grants = List.copyOf(grants);
        }
    }

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
