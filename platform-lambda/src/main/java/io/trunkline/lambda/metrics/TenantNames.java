package io.trunkline.lambda.metrics;

import io.trunkline.core.schema.Metric;
import io.trunkline.routing.key.TenantId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which tenants have metrics of their own; the rest share {@link Metric#OTHER_TENANTS}, since every name that occurs is
 * billed by the metric and month. Either those that an operator chose, or the first {@link #FIRST} that this
 * environment meets: which these are may differ between environments. Safe for use by several threads.
 */
final class TenantNames {
    /** How many tenants of an environment are named where nobody chose. */
    static final int FIRST = 10;

    private final Optional<Set<TenantId>> chosen;
    private final Set<TenantId> met = new HashSet<>();

    TenantNames(Optional<Set<TenantId>> chosen) {
        this.chosen = chosen;
    }

    String of(TenantId tenant) {
        return chosen.map(names -> names.contains(tenant)).orElseGet(() -> isAmongTheFirst(tenant))
                ? tenant.value()
                : Metric.OTHER_TENANTS;
    }

    private synchronized boolean isAmongTheFirst(TenantId tenant) {
        return met.contains(tenant) || (met.size() < FIRST && met.add(tenant));
    }
}
