package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.presence.RoomPresence;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every subscription: removes those whose connection has no row. A connect that is under way has written its rooms and
 * not its row (decision 2), so what belongs to a young connection stays; its age is read in the very write that
 * removes.
 */
public final class OrphanStep implements SweepStep {
    private final SubscriptionScan scan;
    private final ConnectionScan connections;
    private final SweepOptions options;
    private final RoomPresence presence;
    private final Workers workers;
    private final InstantSource clock;

    public OrphanStep(
            SubscriptionScan scan,
            ConnectionScan connections,
            RoomPresence presence,
            SweepOptions options,
            InstantSource clock) {
        this.scan = scan;
        this.connections = connections;
        this.presence = presence;
        this.options = options;
        this.workers = new Workers(options.parallel());
        this.clock = clock;
    }

    @Override
    public String name() {
        return "subscriptions";
    }

    @Override
    public StepPage page(Optional<String> cursor, SweepTurn turn) {
        SubscriptionScan.Page page = scan.page(cursor, options.pageSize());
        turn.tally().add(SweepCount.UNREADABLE, page.unreadable());
        Set<ConnectionId> unknown = new LinkedHashSet<>();
        for (SubscriptionScan.Place place : page.places()) {
            if (!turn.seen().has(place.connection())) {
                unknown.add(place.connection());
            }
        }
        double units = 0;
        if (!unknown.isEmpty()) {
            Instant now = clock.instant();
            ConnectionScan.Found found = connections.stored(unknown, now);
            units = found.units();
            unknown.removeAll(found.ids());
            removeAll(page.places(), unknown, now.minus(LifePlan.YOUTH), turn);
        }
        return new StepPage(page.next(), page.read().plus(new Extent(0, units)));
    }

    private void removeAll(
            List<SubscriptionScan.Place> places, Set<ConnectionId> gone, Instant connectedBefore, SweepTurn turn) {
        List<Runnable> work = new ArrayList<>();
        for (SubscriptionScan.Place place : places) {
            if (gone.contains(place.connection())) {
                work.add(() -> remove(place, connectedBefore, turn.tally()));
            }
        }
        workers.run(work, turn.deadline(), turn.tally());
    }

    private void remove(SubscriptionScan.Place place, Instant connectedBefore, SweepTally tally) {
        if (!scan.remove(place, connectedBefore)) {
            tally.add(SweepCount.YOUNG);
            return;
        }
        tally.add(SweepCount.ORPHANS);
        presence.leave(List.of(place.room()), Optional.empty(), place.connection(), clock.instant());
    }
}
