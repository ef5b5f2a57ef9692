package io.trunkline.core.delivery;

import java.time.Duration;
import java.util.List;

/** Where pieces of fan-outs wait for the fan-out function; at least once, in no order. */
public interface FanOutQueue {
    /**
     * Puts pieces in, to be taken after {@code delay} at the earliest. Never throws: an outage of the queue is an
     * outcome that a receipt tells.
     *
     * @param delay at most 15 minutes
     * @return those that the queue has not taken; they may be in it all the same where its answer was lost
     */
    List<FanOutTask> put(List<FanOutTask> tasks, Duration delay);

    /** Puts a piece that was tried often enough where operators look ({@code ./trunkline dlq}); whether it is there. */
    boolean bury(FanOutTask task, String reason);
}
