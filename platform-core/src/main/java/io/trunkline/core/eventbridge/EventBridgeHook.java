package io.trunkline.core.eventbridge;

import io.trunkline.core.hook.EventHook;
import io.trunkline.core.hook.HookEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * Puts events on a bus: one PutEvents of at most {@link #MOST} entries a flush, which is given up after
 * {@link #PATIENCE}, the first after {@link #FIRST_PATIENCE}. After a put that failed or was given up the bus is left
 * alone for {@link #REST}, so that a bus that is down slows one invocation of an environment in a while and not all.
 * What does not arrive is lost.
 */
public final class EventBridgeHook implements EventHook {
    /** Entries that EventBridge takes in a request; what an invocation tells beyond them is lost. */
    static final int MOST = 10;

    /** How long an invocation waits at most, connecting and signing included. */
    static final Duration PATIENCE = Duration.ofMillis(900);

    /** The same of an environment's first put, which loads the client and opens its first connection. */
    static final Duration FIRST_PATIENCE = Duration.ofSeconds(3);

    /** How long nothing is put after a put that failed. */
    static final Duration REST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(EventBridgeHook.class);

    private final String bus;
    private final EventBridgeClient client;
    private final InstantSource clock;
    private final List<HookEvent> told = new ArrayList<>();
    private final Duration later;
    private int beyond;
    private volatile Duration patience;
    private volatile Instant restsUntil = Instant.MIN;

    /** @param client closed with this */
    public EventBridgeHook(String bus, EventBridgeClient client, InstantSource clock) {
        this(bus, client, clock, FIRST_PATIENCE, PATIENCE);
    }

    /**
     * One that waits for as long as it is told.
     *
     * @param first for the first put
     * @param later for each other
     */
    EventBridgeHook(String bus, EventBridgeClient client, InstantSource clock, Duration first, Duration later) {
        this.bus = bus;
        this.client = client;
        this.clock = clock;
        this.patience = first;
        this.later = later;
    }

    @Override
    public void tell(HookEvent event) {
        synchronized (told) {
            if (told.size() < MOST) {
                told.add(event);
            } else {
                beyond++;
            }
        }
    }

    @Override
    public int flush(Duration left) {
        List<HookEvent> events;
        int lost;
        synchronized (told) {
            events = List.copyOf(told);
            lost = beyond;
            told.clear();
            beyond = 0;
        }
        if (events.isEmpty()) {
            return 0;
        }
        if (!left.isPositive() || clock.instant().isBefore(restsUntil)) {
            return lost + events.size();
        }
        Duration wait = left.compareTo(patience) < 0 ? left : patience;
        patience = later;
        return lost + put(events, wait);
    }

    /** Answers how many of {@code events} were lost. */
    private int put(List<HookEvent> events, Duration wait) {
        // of its own, as neither looking up an address nor fetching credentials keeps to the client's time-outs
        FutureTask<Integer> put = new FutureTask<>(() -> refused(events));
        Thread.ofVirtual().name("event-hook").start(put);
        try {
            int refused = put.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (refused > 0) {
                LOG.warn("bus={} refused {} of {} events", bus, refused, events.size());
            }
            return refused;
        } catch (TimeoutException e) {
            LOG.warn("{} events not on the bus={}: no answer in {} ms", events.size(), bus, wait.toMillis());
        } catch (ExecutionException e) {
            LOG.warn("{} events not on the bus={}: {}", events.size(), bus, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        put.cancel(true);
        restsUntil = clock.instant().plus(REST);
        return events.size();
    }

    private int refused(List<HookEvent> events) {
        List<PutEventsRequestEntry> entries =
                events.stream().map(event -> HookEntries.of(bus, event)).toList();
        return client.putEvents(request -> request.entries(entries)).failedEntryCount();
    }

    @Override
    public void close() {
        client.close();
    }
}
