package io.trunkline.core.testing;

import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.core.usage.UsageStore;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hours in memory; never forgets a token. */
public final class InMemoryUsageStore implements UsageStore {
    private final Set<String> tokens = new HashSet<>();
    private final Map<TenantId, TreeMap<Instant, Usage>> hours = new HashMap<>();
    private boolean losesAnswers;

    /** From now on it adds, and then fails as if the answer had got lost; or does so no more. */
    public synchronized void loseAnswers(boolean loses) {
        losesAnswers = loses;
    }

    @Override
    public synchronized void add(String token, List<UsageEntry> entries) {
        if (tokens.add(token)) {
            for (UsageEntry entry : entries) {
                hours.computeIfAbsent(entry.tenant(), _ -> new TreeMap<>())
                        .merge(entry.hour(), entry.usage(), Usage::plus);
            }
        }
        if (losesAnswers) {
            throw new IllegalStateException("the answer is lost");
        }
    }

    @Override
    public synchronized List<UsageEntry> read(TenantId tenant, Instant from, Instant to) {
        if (!from.isBefore(to)) {
            return List.of();
        }
        return hours.getOrDefault(tenant, new TreeMap<>()).subMap(from, to).entrySet().stream()
                .map(hour -> new UsageEntry(tenant, hour.getKey(), hour.getValue()))
                .toList();
    }
}
