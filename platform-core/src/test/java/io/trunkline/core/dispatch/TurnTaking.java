package io.trunkline.core.dispatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs two pieces of work in a given order of their steps; a step ends where the work is about to call a store. */
final class TurnTaking {
    private static final class Actor {
        final Semaphore turn = new Semaphore(0);
        final Semaphore paused = new Semaphore(0);
        volatile boolean done;
        volatile Optional<Throwable> fault = Optional.empty();
    }

    private final Map<Thread, Actor> actors = new ConcurrentHashMap<>();

    /** To be called before each store call: waits for the caller's next turn. */
    void pause() {
        Actor actor = actors.get(Thread.currentThread());
        if (actor != null) {
            actor.paused.release();
            acquire(actor.turn);
        }
    }

    /** @param order whose turn it is, {@code true} for {@code first}; both run to their ends after it */
    void run(Runnable first, Runnable second, List<Boolean> order) {
        Actor one = start(first);
        Actor two = start(second);
        order.forEach(turn -> step(turn ? one : two));
        while (!one.done || !two.done) {
            step(one);
            step(two);
        }
        Stream.of(one, two).flatMap(actor -> actor.fault.stream()).findFirst().ifPresent(fault -> {
            throw new AssertionError("one side failed", fault);
        });
    }

    private Actor start(Runnable work) {
        Actor actor = new Actor();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                actor.fault = Optional.of(e);
            } finally {
                actor.done = true;
                actor.paused.release();
            }
        });
        actors.put(thread, actor);
        thread.start();
        acquire(actor.paused);
        return actor;
    }

    private static void step(Actor actor) {
        if (!actor.done) {
            actor.turn.release();
            acquire(actor.paused);
        }
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the other side did not come to its end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
