package io.trunkline.core.delivery;

import java.time.Duration;

/** Where errands wait for the fan-out function; at least once, in no order. */
public interface ErrandQueue {
    /** One where there is no queue: it takes nothing. */
    ErrandQueue NONE = (_, _) -> false;

    /**
     * Puts {@code errand} in, to be taken after {@code delay} at the earliest. Never throws: an outage of the queue is
     * an outcome.
     *
     * @param delay whole seconds, at most 15 minutes
     * @return whether it is in the queue; where not, it may be there all the same, if the queue's answer was lost
     */
    boolean put(ConnectionErrand errand, Duration delay);
}
