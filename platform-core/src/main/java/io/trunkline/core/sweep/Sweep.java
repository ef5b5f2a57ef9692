package io.trunkline.core.sweep;

import io.trunkline.core.delivery.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the steps one after another, each from where its last run ended, within a deadline and a budget of read units.
 * One run at a time; one that died is followed by the next as soon as its lease is over.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** A step that others follow takes this much of what is left of time and units, so that they get their turn. */
    private static final double SHARE = 0.7;

    /** A pass that took under this part of a run's budget begins in every run. */
    private static final double CHEAP = 0.05;

    /** A run that dies repeats at most this part of its budget: its place is kept whenever so much has been read. */
    private static final double KEPT = 0.01;

    /** How often a dearer one begins. */
    private static final Duration PACE = Duration.ofMinutes(10);

    /** From the deadline to the end of the lease: what was started before the deadline ends within it. */
    private static final Duration AFTERMATH = Duration.ofSeconds(10);

    private final List<SweepStep> steps;
    private final SweepState state;
    private final SweepOptions options;
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param steps in the order in which they run; their names differ */
    public Sweep(
            List<SweepStep> steps,
            SweepState state,
            SweepOptions options,
            RandomGenerator random,
            InstantSource clock) {
        this.steps = List.copyOf(steps);
        this.state = state;
        this.options = options;
        this.random = random;
        this.clock = clock;
    }

    /**
     * One run. What fails within a step is counted and logged, and the step's next run begins there again; throws only
     * where the lease cannot be taken or given back.
     *
     * @param thorough looks at everything once, from the beginning and whatever it costs, as far as the time allows
     */
    public SweepReport run(boolean thorough, Deadline deadline) {
        Instant start = clock.instant();
        String owner = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
        Optional<Map<String, PassState>> taken =
                state.take(owner, start, deadline.at().plus(AFTERMATH));
        if (taken.isEmpty()) {
            return new SweepReport.Busy();
        }
        Map<String, PassState> states = new LinkedHashMap<>();
        List<StepReport> reports = new ArrayList<>();
        try {
            SeenConnections seen = new SeenConnections();
            double units = thorough ? Double.MAX_VALUE : options.readUnits();
            for (SweepStep step : steps) {
                boolean last = step == steps.getLast();
                StepRun run = new StepRun(
                        step,
                        owner,
                        thorough,
                        last ? units : units * SHARE,
                        last ? deadline : share(deadline),
                        taken.get().getOrDefault(step.name(), PassState.NEW),
                        seen);
                if (run.isDue()) {
                    run.go();
                    units -= run.read.units();
                    states.put(step.name(), run.at);
                    reports.add(run.report());
                }
                if (run.overtaken) {
                    break;
                }
            }
        } finally {
            state.release(owner, states);
        }
        return new SweepReport.Swept(reports, Duration.between(start, clock.instant()));
    }

    private static Deadline share(Deadline deadline) {
        long millis = (long) (deadline.remaining().toMillis() * SHARE);
        return Deadline.in(Duration.ofMillis(millis), deadline.clock());
    }

    /** One step's part of a run. */
    private final class StepRun {
        private final SweepStep step;
        private final String owner;
        private final boolean thorough;
        private final double units;
        private final Deadline deadline;
        private final SeenConnections seen;
        private final SweepTally tally = new SweepTally();
        private PassState at;
        private Extent read = Extent.NONE;
        private double unkept;
        private boolean complete;
        private boolean overtaken;

        StepRun(
                SweepStep step,
                String owner,
                boolean thorough,
                double units,
                Deadline deadline,
                PassState at,
                SeenConnections seen) {
            this.step = step;
            this.owner = owner;
            this.thorough = thorough;
            this.units = units;
            this.deadline = deadline;
            this.at = at;
            this.seen = seen;
        }

        boolean isDue() {
            return thorough
                    || at.cursor().isPresent()
                    || step.everyRun()
                    || at.last().units() <= CHEAP * options.readUnits()
                    || !clock.instant().isBefore(at.beganAt().plus(PACE));
        }

        void go() {
            if (thorough || at.cursor().isEmpty()) {
                at = at.begun(clock.instant());
            }
            SweepTurn turn = new SweepTurn(deadline, thorough, at.last().rows(), tally, seen);
            try {
                while (!complete && !overtaken && !deadline.passed() && read.units() < units) {
                    StepPage page = step.page(at.cursor(), turn);
                    read = read.plus(page.read());
                    at = at.past(page);
                    complete = page.next().isEmpty();
                    unkept += page.read().units();
                    // the last place is kept when the lease is given back
                    if (!complete && unkept >= KEPT * options.readUnits()) {
                        overtaken = !state.keep(owner, step.name(), at);
                        unkept = 0;
                    }
                }
            } catch (RuntimeException e) {
                tally.add(SweepCount.ERRORS);
                LOG.warn("the sweep of {} stopped; its next run goes on from there", step.name(), e);
            }
        }

        StepReport report() {
            OptionalLong passRows = complete ? OptionalLong.of(at.last().rows()) : OptionalLong.empty();
            return new StepReport(step.name(), complete, read, passRows, tally.all());
        }
    }
}
