package io.trunkline.core.sweep;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Who sweeps, and where each step stands. One sweep at a time: it holds a lease, which ends by itself if it dies. */
public interface SweepState {
    /**
     * Takes the lease until {@code until} and answers where each step stands, by its name; empty where another run
     * holds it at {@code now}. One write. Taking it again as the same owner is no error.
     */
    Optional<Map<String, PassState>> take(String owner, Instant now, Instant until);

    /** Keeps where a step stands; false where {@code owner} no longer holds the lease, and then nothing is kept. */
    boolean keep(String owner, String step, PassState state);

    /** Keeps where these steps stand and ends the lease, unless another owner holds it by now. One write. */
    void release(String owner, Map<String, PassState> states);
}
