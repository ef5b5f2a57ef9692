package io.trunkline.core.delivery;

import java.util.Optional;

/** Counts a delivery's connections while it runs; safe for use by several threads. */
final class Tally {
    /** How one connection ended. */
    enum Ending {
        DELIVERED,
        GONE,
        THROTTLED,
        FAILED
    }

    private int started;
    private int delivered;
    private int gone;
    private int throttled;
    private Optional<String> firstReason = Optional.empty();

    /** Keeps why a post failed where it is the first; answers whether it is. */
    synchronized boolean keepReason(String reason) {
        boolean first = firstReason.isEmpty();
        if (first) {
            firstReason = Optional.of(reason);
        }
        return first;
    }

    synchronized Optional<String> reason() {
        return firstReason;
    }

    synchronized void start() {
        started++;
    }

    synchronized boolean anyStarted() {
        return started > 0;
    }

    synchronized void end(Ending ending) {
        switch (ending) {
            case DELIVERED -> delivered++;
            case GONE -> gone++;
            case THROTTLED -> throttled++;
            case FAILED -> {
                // what is left of those started
            }
        }
    }

    /** The counts now; what was started and has not ended counts as failed, as it may or may not arrive. */
    synchronized DeliveryReceipt receipt(boolean unreached) {
        return new DeliveryReceipt(delivered, gone, throttled, started - delivered - gone - throttled, unreached);
    }
}
