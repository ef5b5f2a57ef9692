package io.trunkline.migration.journal;

import io.trunkline.migration.OperatorException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** One operator's right to work on an app, renewed while the process lives; a killed one's ends by itself. */
public final class Lease implements AutoCloseable {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final Duration RENEWAL = Duration.ofSeconds(8);

    private final JournalTable table;
    private final String what;
    private final String owner;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease").factory());
    private final AtomicBoolean lost = new AtomicBoolean();

    private Lease(JournalTable table, String what, String owner) {
        this.table = table;
        this.what = what;
        this.owner = owner;
    }

    /**
     * Takes it, at once where its holder ran on this machine and runs no more; else throws {@link OperatorException}.
     */
    public static Lease take(JournalTable table, String what, InstantSource clock) {
        String owner = System.getProperty("user.name") + "@" + host() + " process "
                + ProcessHandle.current().pid();
        Optional<String> holder = table.lease(what, owner, clock.instant(), LENGTH);
        if (holder.isPresent() && endedHere(holder.get())) {
            table.release(what, holder.get());
            holder = table.lease(what, owner, clock.instant(), LENGTH);
        }
        if (holder.isPresent()) {
            throw new OperatorException(holder.get() + " is at work on " + what
                    + ". Wait until it has ended; 30 seconds" + " after it was killed this same command goes on.");
        }
        Lease lease = new Lease(table, what, owner);
        Future<?> _ = lease.timer.scheduleAtFixedRate(
                () -> lease.renew(clock), RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
        return lease;
    }

    private void renew(InstantSource clock) {
        try {
            if (table.lease(what, owner, clock.instant(), LENGTH).isPresent()) {
                lost.set(true);
            }
        } catch (RuntimeException e) {
            // a lost network: the next renewal may get through, and if none does the writes do not either
        }
    }

    /** Throws where somebody else has taken it over, as after a long pause of this machine. */
    public void check() {
        if (lost.get()) {
            throw new OperatorException("another operator has taken over " + what + "; nothing more is written here");
        }
    }

    private static String host() {
        return Optional.ofNullable(System.getenv("HOSTNAME")).orElse("this-machine");
    }

    private static boolean endedHere(String holder) {
        String mark = "@" + host() + " process ";
        int at = holder.indexOf(mark);
        return at >= 0
                && ProcessHandle.of(Long.parseLong(holder.substring(at + mark.length())))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        table.release(what, owner);
    }
}
