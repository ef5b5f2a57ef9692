package io.trunkline.core.delivery;

import io.trunkline.core.subscription.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts a delivery's connections while it runs; safe for use by several threads. */
final class Tally {
    /** How one connection ended. */
    enum Ending {
        DELIVERED,
        GONE,
        /** Given up after backing off; another attempt may help. */
        THROTTLED,
        /** Given up for a reason that may pass: another attempt may help. */
        BROKEN,
        /** Given up for a reason that stays. */
        FAILED
    }

    /** A connection that another attempt may reach. */
    record Given(Subscription subscription, Ending ending) {}

    private final List<Given> again = new ArrayList<>();
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

    synchronized int started() {
        return started;
    }

    synchronized void end(Subscription subscription, Ending ending) {
        switch (ending) {
            case DELIVERED -> delivered++;
            case GONE -> gone++;
            case THROTTLED -> {
                throttled++;
                again.add(new Given(subscription, ending));
            }
            case BROKEN -> again.add(new Given(subscription, ending));
            case FAILED -> {
                // what is left of those started
            }
        }
    }

    /** The connections so far that another attempt may reach. */
    synchronized List<Given> again() {
        return List.copyOf(again);
    }

    /** The counts now; what was started and has not ended counts as failed, as it may or may not arrive. */
    synchronized DeliveryReceipt receipt(boolean unreached) {
        return new DeliveryReceipt(delivered, gone, throttled, started - delivered - gone - throttled, unreached);
    }
}
