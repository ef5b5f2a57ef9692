package io.trunkline.core.delivery;

import java.time.Duration;

/** Where tasks wait until they are due; at least once, in no order. It is the fan-outs' queue with another message. */
public interface LaterQueue {
    /** The longest that a task can be put off at once, as SQS delays a message no longer. */
    Duration LONGEST = Duration.ofMinutes(15);

    /**
     * Puts a task in, to be done after {@code delay} at the earliest. Never throws.
     *
     * @param delay whole seconds, at most {@link #LONGEST}
     * @return whether it is there; it may be all the same where the queue's answer was lost
     */
    boolean put(LaterTask task, Duration delay);
}
