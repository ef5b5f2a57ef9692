package io.trunkline.core.testing;

import io.trunkline.core.sweep.PassState;
import io.trunkline.core.sweep.SweepState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The sweep's state in memory. */
public final class InMemorySweepState implements SweepState {
    private final Map<String, PassState> steps = new HashMap<>();
    private Optional<String> holder = Optional.empty();
    private Instant heldUntil = Instant.EPOCH;

    @Override
    public synchronized Optional<Map<String, PassState>> take(String owner, Instant now, Instant until) {
        if (holder.filter(other -> !other.equals(owner)).isPresent() && heldUntil.isAfter(now)) {
            return Optional.empty();
        }
        holder = Optional.of(owner);
        heldUntil = until;
        return Optional.of(Map.copyOf(steps));
    }

    @Override
    public synchronized boolean keep(String owner, String step, PassState state) {
        if (!holder.equals(Optional.of(owner))) {
            return false;
        }
        steps.put(step, state);
        return true;
    }

    @Override
    public synchronized void release(String owner, Map<String, PassState> states) {
        if (holder.equals(Optional.of(owner))) {
            steps.putAll(states);
            holder = Optional.empty();
        }
    }
}
