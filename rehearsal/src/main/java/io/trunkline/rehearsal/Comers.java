package io.trunkline.rehearsal;

import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;

/**
 * Clients that come and go at random moments while the app moves. None of them leaves with a message on its way; whom a
 * rollback closes connects again and says once more what was not answered.
 */
final class Comers implements AutoCloseable {
    private static final int SHORTEST_MILLIS = 40;
    private static final int LONGEST_MILLIS = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** One of so many who come was there before. */
    private static final int RETURNING = 3;

    private final Crowd crowd;
    private final URI door;
    private final IntFunction<Client> fresh;
    private final int about;
    private final RandomGenerator random;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Client> away = new ConcurrentLinkedDeque<>();
    private final AtomicInteger serial;
    private final AtomicInteger ongoing = new AtomicInteger();
    private final AtomicInteger came = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();
    private final AtomicInteger saidAgain = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile Optional<Long> closedSince = Optional.empty();
    private volatile long rollbackBegan = Long.MAX_VALUE;
    private volatile long rollbackEnded = Long.MIN_VALUE;
    private volatile boolean quiet = true;
    private volatile boolean over;

    /**
     * @param fresh makes the client of a serial number, not connected yet
     * @param about how many of them are connected, more or less; 0 for none
     */
    Comers(Crowd crowd, URI door, IntFunction<Client> fresh, int about, int firstSerial, RandomGenerator random) {
        this.crowd = crowd;
        this.door = door;
        this.fresh = fresh;
        this.about = about;
        this.serial = new AtomicInteger(firstSerial);
        this.random = random;
        if (about > 0) {
            Thread.ofVirtual().name("comers").start(this::comeAndGo);
        }
    }

    /** Lets the first of them connect, and then come and go. */
    void begin() throws InterruptedException {
        for (int i = 0; i < about; i++) {
            come();
        }
        settle();
        goOn();
    }

    private void comeAndGo() {
        try {
            while (!over) {
                Thread.sleep(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
                if (!quiet) {
                    int here = crowd.others().size();
                    if (here < about / 2 || (here < about * 2 && random.nextBoolean())) {
                        come();
                    } else {
                        go();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One comes and one goes, now. */
    void now() {
        if (about > 0 && !quiet) {
            come();
            go();
        }
    }

    private void come() {
        Optional<Client> back = random.nextInt(RETURNING) == 0 ? Optional.ofNullable(away.poll()) : Optional.empty();
        work("a newcomer could not connect", () -> {
            Client client = back.orElseGet(() -> fresh.apply(serial.incrementAndGet()));
            client.connect(door);
            came.incrementAndGet();
            crowd.comes(client);
            return true;
        });
    }

    private void go() {
        List<Client> here = crowd.others();
        if (here.isEmpty()) {
            return;
        }
        Client client = here.get(random.nextInt(here.size()));
        if (!crowd.goes(client)) {
            return;
        }
        work("a newcomer could not leave", () -> {
            client.leave();
            left.incrementAndGet();
            away.add(client);
            return true;
        });
    }

    /** A socket of one of them ended that it did not end. */
    void ended(Client client) {
        if (over) {
            return;
        }
        Optional<Long> since = closedSince;
        // in the first frame's way in, the platform ends whoever connected to it and said to the older app who they are
        boolean amidst = client.connectedAt() >= rollbackBegan && client.connectedAt() <= rollbackEnded;
        if (since.isEmpty() && !amidst) {
            faults.add("the connection of " + client.person().entity() + ", who came meanwhile, was ended");
        } else if (since.isPresent() && client.connectedAt() < since.get()) {
            faults.add("the rollback ended the connection of " + client.person().entity()
                    + ", who had come before the API led here");
        }
        work("a newcomer could not connect again", () -> {
            if (client.connectAgain(door)) {
                saidAgain.incrementAndGet();
            }
            again.incrementAndGet();
            return true;
        });
    }

    private void work(String otherwise, Callable<Boolean> action) {
        ongoing.incrementAndGet();
        var _ = workers.submit(() -> {
            try {
                return action.call();
            } catch (Exception e) {
                faults.add(otherwise + ": " + e);
                return false;
            } finally {
                ongoing.decrementAndGet();
            }
        });
    }

    /**
     * From here on those may be closed who connected since then, as a rollback does with them.
     *
     * @param nanos {@link System#nanoTime} before the API was led to the platform
     */
    void mayBeClosed(long nanos) {
        rollbackBegan = System.nanoTime();
        closedSince = Optional.of(nanos);
    }

    void mayNotBeClosed() {
        rollbackEnded = System.nanoTime();
        closedSince = Optional.empty();
    }

    /** Nobody comes or goes any more; returns when whoever was about to has. */
    void settle() throws InterruptedException {
        quiet = true;
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (ongoing.get() > 0 && System.nanoTime() < until) {
            Thread.sleep(SHORTEST_MILLIS);
        }
    }

    void goOn() {
        quiet = false;
    }

    /** From here on nobody connects again whose connection ends. */
    void over() {
        over = true;
    }

    int came() {
        return came.get();
    }

    int left() {
        return left.get();
    }

    /** How many had to connect again, each time counted. */
    int again() {
        return again.get();
    }

    /** Messages that they said once more then. */
    int saidAgain() {
        return saidAgain.get();
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    @Override
    public void close() {
        over = true;
        crowd.others().forEach(Client::end);
        workers.shutdownNow();
    }
}
