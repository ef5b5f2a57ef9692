package io.trunkline.core.usage;

import io.trunkline.routing.key.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/**
 * What one invocation uses. It is on nobody until its tenant is known; from then on all of it is that tenant's, what
 * was noted before included. Safe for use by several threads; what comes late, from a thread that outlives the
 * invocation, still counts.
 *
 * <p>It goes with the work as a scoped value, since the clients that cost something know no tenant. Threads do not
 * inherit it: whoever starts some wraps their work in {@link #carried}.
 *
 * <p>Since it goes wherever the work goes, it also has the {@link #labels} by which the work's log lines are found.
 */
public final class UsageTab {
    private static final ScopedValue<UsageTab> CURRENT = ScopedValue.newInstance();

    private final BiConsumer<TenantId, Usage> meter;
    private final boolean mayBelong;
    private final Map<String, String> labels = new ConcurrentSkipListMap<>();
    private Optional<TenantId> tenant = Optional.empty();
    private Usage pending = Usage.NONE;

    /** @param meter takes what is used, as {@link UsageMeter#add} does, once it is known whose it is */
    public UsageTab(BiConsumer<TenantId, Usage> meter) {
        this(meter, true);
    }

    private UsageTab(BiConsumer<TenantId, Usage> meter, boolean mayBelong) {
        this.meter = meter;
        this.mayBelong = mayBelong;
    }

    /** The tab of work for all tenants at once, such as a sweep: it has labels, and what is noted is nobody's. */
    public static UsageTab ofNobody() {
        return new UsageTab((tenant, usage) -> {}, false);
    }

    /** The tab of the work that this thread does; empty outside any. */
    public static Optional<UsageTab> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Notes {@code usage} on the current tab; outside any, it is the platform's own. */
    public static void note(Usage usage) {
        current().ifPresent(tab -> tab.add(usage));
    }

    /** Says whose the current tab is. */
    public static void belongsTo(TenantId tenant) {
        current().ifPresent(tab -> tab.of(tenant));
    }

    /** Puts an id of the current work on each of its log lines from now on; never a token or a payload. */
    public static void label(String name, String id) {
        current().ifPresent(tab -> tab.labels.put(name, id));
    }

    /** {@code work} for another thread, on the tab that is current here. */
    public static Runnable carried(Runnable work) {
        return current()
                .<Runnable>map(tab -> () -> ScopedValue.where(CURRENT, tab).run(work))
                .orElse(work);
    }

    /** Does {@code work} on this tab. */
    public <T> T during(Callable<T> work) throws Exception {
        return ScopedValue.where(CURRENT, this).call(work::call);
    }

    /** What {@link #label} was told, the tenant included. */
    public Map<String, String> labels() {
        return Map.copyOf(labels);
    }

    /** The tenant, once it is known. */
    public synchronized Optional<TenantId> tenant() {
        return tenant;
    }

    private synchronized void of(TenantId known) {
        if (mayBelong && tenant.isEmpty()) {
            tenant = Optional.of(known);
            labels.put("tenant", known.value());
            meter.accept(known, pending);
            pending = Usage.NONE;
        }
    }

    /** Notes {@code usage} on this tab. */
    public synchronized void add(Usage usage) {
        if (tenant.isPresent()) {
            meter.accept(tenant.get(), usage);
        } else if (mayBelong) {
            pending = pending.plus(usage);
        }
    }
}
