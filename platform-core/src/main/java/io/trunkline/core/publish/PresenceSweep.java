package io.trunkline.core.publish;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.PresenceRule;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.message.PresenceChange;
import io.trunkline.core.presence.Departure;
import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.presence.Reminder;
import io.trunkline.core.presence.ReminderPage;
import io.trunkline.core.presence.Settlement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces who has left its grace behind, and takes what is stored of them away. To be run every minute; what one run
 * has no time for the next one finds, since reminders are kept until they are done with. Runs may overlap.
 */
public final class PresenceSweep {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceSweep.class);

    private static final int PAGE = 100;

    /** No reminder is begun with less than this left. */
    private static final Duration RESERVE = Duration.ofSeconds(1);

    /**
     * What a run did.
     *
     * @param left entities that are stored no more
     * @param announced how many of them their rooms were told of
     * @param stays reminders of entities that are still there, or were gone already
     * @param failed reminders left for the next run by a fault or by somebody else at work
     * @param finished whether nothing that was due is left because time ran out
     */
    public record Outcome(int left, int announced, int stays, int failed, boolean finished) {}

    private final AppRegistry registry;
    private final PresenceStore store;
    private final PresenceAnnouncer announcer;
    private final InstantSource clock;

    public PresenceSweep(AppRegistry registry, PresenceStore store, PresenceAnnouncer announcer, InstantSource clock) {
        this.registry = registry;
        this.store = store;
        this.announcer = announcer;
        this.clock = clock;
    }

    /** Sees to everything that is due, as far as {@code deadline} lets it. Throws where nothing can be read. */
    public Outcome run(Deadline deadline) {
        Counts counts = new Counts();
        for (int part = 0; part < store.parts(); part++) {
            if (!sweep(part, counts, deadline)) {
                return counts.outcome(false);
            }
        }
        return counts.outcome(true);
    }

    private boolean sweep(int part, Counts counts, Deadline deadline) {
        Optional<String> after = Optional.empty();
        do {
            ReminderPage page = store.due(part, after, PAGE, clock.instant());
            for (Reminder reminder : page.reminders()) {
                if (deadline.remaining().compareTo(RESERVE) < 0) {
                    return false;
                }
                try {
                    settle(reminder, counts, deadline);
                } catch (RuntimeException e) {
                    // one room's fault must not keep the others from being swept
                    LOG.error("presence not settled tenant={}", reminder.room().tenant(), e);
                    counts.failed++;
                }
            }
            after = page.next();
        } while (after.isPresent());
        return true;
    }

    private void settle(Reminder reminder, Counts counts, Deadline deadline) {
        Optional<Tenant> tenant = registry.tenant(reminder.room().tenant());
        Optional<PresenceRule> rule =
                tenant.flatMap(known -> known.presenceOf(reminder.room().name()));
        Duration grace = rule.map(PresenceRule::grace).orElse(PresenceRule.USUAL);
        switch (store.settle(reminder, grace, clock.instant())) {
            case Settlement.Stays _ -> counts.stays++;
            case Settlement.Busy _ -> counts.failed++;
            case Settlement.Left(Departure departure) -> {
                boolean wanted = rule.map(PresenceRule::announced).orElse(false);
                if (wanted
                        && !announcer.announce(
                                tenant.orElseThrow(),
                                reminder.room().name(),
                                reminder.entity(),
                                PresenceChange.LEFT,
                                departure.at(),
                                deadline)) {
                    counts.failed++;
                    return;
                }
                store.announced(departure);
                counts.left++;
                if (wanted) {
                    counts.announced++;
                }
            }
        }
    }

    private static final class Counts {
        private int left;
        private int announced;
        private int stays;
        private int failed;

        Outcome outcome(boolean finished) {
            return new Outcome(left, announced, stays, failed, finished);
        }
    }
}
