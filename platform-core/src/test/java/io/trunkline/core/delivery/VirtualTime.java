package io.trunkline.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that moves only when someone sleeps or a scripted call takes time; waits that overlap pass together. */
final class VirtualTime implements InstantSource, Sleeper {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final List<Duration> sleeps = new CopyOnWriteArrayList<>();
    private Runnable onSleep = () -> {};
    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration duration) {
        sleeps.add(duration);
        Instant end = instant().plus(duration);
        onSleep.run();
        reach(end);
    }

    /** Runs within each sleep. */
    void onSleep(Runnable action) {
        onSleep = action;
    }

    /** Moves on to {@code moment} unless it is later already. */
    synchronized void reach(Instant moment) {
        if (moment.isAfter(now)) {
            now = moment;
        }
    }

    List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
