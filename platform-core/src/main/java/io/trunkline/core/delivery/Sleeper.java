package io.trunkline.core.delivery;

import java.time.Duration;

/** How a virtual thread waits between two tries; a port, so that tests need no wall time. */
@FunctionalInterface
public interface Sleeper {
    /** Real sleep. */
    Sleeper SYSTEM = Thread::sleep;

    void sleep(Duration duration) throws InterruptedException;
}
