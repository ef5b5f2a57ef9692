package io.trunkline.migration.journal;

import io.trunkline.migration.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private final InstantSource clock;
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile Instant until;

    private Lease(JournalTable table, String what, String owner, InstantSource clock, Instant until) {
        this.table = table;
        this.what = what;
        this.owner = owner;
        this.clock = clock;
        this.until = until;
    }

    /**
     * Takes it, at once where its holder ran on this machine and runs no more; else throws {@link OperatorException}.
     */
    public static Lease take(JournalTable table, String what, InstantSource clock) {
        String owner = System.getProperty("user.name")
                + mark()
                + ProcessHandle.current().pid();
        Instant now = clock.instant();
        Optional<String> holder = table.lease(what, owner, now, LENGTH);
        if (holder.isPresent() && endedHere(holder.get())) {
            table.release(what, holder.get());
            holder = table.lease(what, owner, now, LENGTH);
        }
        if (holder.isPresent()) {
            throw new OperatorException(holder.get() + " is at work on " + what
                    + ". Wait until it has ended; 30 seconds after it was killed this same command goes on.");
        }
        Lease lease = new Lease(table, what, owner, clock, now.plus(LENGTH));
        Future<?> _ = lease.timer.scheduleAtFixedRate(
                lease::renewQuietly, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
        return lease;
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (RuntimeException e) {
            // a lost network: the next renewal may get through, and if none does, check does not let anything be
            // written
        }
    }

    private void renew() {
        Instant now = clock.instant();
        if (table.lease(what, owner, now, LENGTH).isPresent()) {
            lost.set(true);
        } else {
            until = now.plus(LENGTH);
        }
    }

    /**
     * Throws where somebody else has taken it over, as after a long pause of this machine; asked before each write.
     * Where it was not renewed in time it is renewed first.
     */
    public void check() {
        if (!lost.get() && !clock.instant().isBefore(until)) {
            renew();
        }
        if (lost.get()) {
            throw new OperatorException("another operator has taken over " + what + "; nothing more is written here");
        }
    }

    /** Names this machine, between two starts of it, and this container: elsewhere the same process id is another's. */
    private static String mark() {
        return "@" + firstLine("/proc/sys/kernel/hostname") + "/" + firstLine("/proc/sys/kernel/random/boot_id")
                + " process ";
    }

    private static String firstLine(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static boolean endedHere(String holder) {
        int at = holder.indexOf(mark());
        return at >= 0
                && !mark().contains("unknown")
                && ProcessHandle.of(Long.parseLong(holder.substring(at + mark().length())))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        table.release(what, owner);
    }
}
