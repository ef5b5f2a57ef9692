package io.trunkline.core.sweep;

import io.trunkline.core.publish.PresenceSweep;
import java.util.Optional;

/**
 * Presence: who has left their grace behind is announced and forgotten. What is due is kept in the order in which it is
 * due, so every run begins at the beginning, and goes on where the last one ended by that alone.
 */
public final class PresenceStep implements SweepStep {
    /** The queries of a run that finds nothing, and the read of each entity that it looks at. */
    private static final double UNITS_A_RUN = 2;

    private static final double UNITS_AN_ENTITY = 1;

    private final PresenceSweep presence;

    public PresenceStep(PresenceSweep presence) {
        this.presence = presence;
    }

    @Override
    public String name() {
        return "presence";
    }

    /** A leaving is told a grace after it happened, so it is looked for whenever there is a run. */
    @Override
    public boolean everyRun() {
        return true;
    }

    @Override
    public StepPage page(Optional<String> cursor, SweepTurn turn) {
        PresenceSweep.Outcome outcome = presence.run(turn.deadline());
        turn.tally().add(SweepCount.DEPARTURES, outcome.left());
        turn.tally().add(SweepCount.ERRORS, outcome.failed());
        if (!outcome.finished()) {
            turn.tally().add(SweepCount.LEFT);
        }
        long rows = (long) outcome.left() + outcome.stays() + outcome.failed();
        return new StepPage(Optional.empty(), new Extent(rows, UNITS_A_RUN + rows * UNITS_AN_ENTITY));
    }
}
