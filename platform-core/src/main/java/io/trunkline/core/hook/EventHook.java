package io.trunkline.core.hook;

import java.time.Duration;

/**
 * Tells the world outside what happened, as well as it can: it never throws, and what cannot be told is lost. A
 * function collects by {@link #tell} and sends by {@link #flush} once, when an invocation ends.
 */
public interface EventHook extends AutoCloseable {
    /** Tells nobody. */
    EventHook NONE = new EventHook() {
        @Override
        public void tell(HookEvent event) {}

        @Override
        public int flush(Duration left) {
            return 0;
        }
    };

    /** Keeps {@code event} for the next {@link #flush}; no I/O. */
    void tell(HookEvent event);

    /**
     * Sends what was told since the last time; takes a second at most, never more than {@code left}, and nothing where
     * there is nothing to send. Answers how many events were lost.
     */
    int flush(Duration left);

    /** Lets go of connections; nothing is told after it. */
    @Override
    default void close() {}
}
