package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.usage.Usage;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Canary;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.StatusStep;
import io.trunkline.migration.step.WatchLog;
import io.trunkline.migration.step.WatchStep;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at both sides again and again, and says what it sees and what cannot be seen. */
final class WatchPhase {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Platform platform;
    private final Console console;
    private final InstantSource clock;
    private final Sleeper sleeper;

    WatchPhase(Platform platform, Console console, InstantSource clock, Sleeper sleeper) {
        this.platform = platform;
        this.console = console;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Ends when the time is over, or when nobody is left behind the older door.
     *
     * @return whether the last look found nobody of whom it is known that he gets nothing, and each canary got each
     *     event once
     */
    boolean run(MigrationPlan plan, Path folder, Duration length, Duration every, int ask, Optional<Canary> canary) {
        if (canary.isPresent()
                && !new StatusStep(platform)
                        .status(plan, folder)
                        .path("leadsHere")
                        .asBoolean()) {
            throw new OperatorException("the older API does not lead here yet: a canary behind it would be the older"
                    + " app's, and get nothing of the platform. Watch without --canary until then.");
        }
        WatchStep step = new WatchStep(platform, clock, console);
        Optional<String> except = canary.map(Canary::entity);
        Instant end = clock.instant().plus(length);
        Usage before = Usage.NONE;
        boolean first = true;
        try (WatchLog log = new WatchLog(folder)) {
            while (true) {
                List<String> heard = canary.map(Canary::round).orElse(List.of());
                WatchStep.Look look = step.look(plan, folder, ask, except, Optional.of(log));
                tell(look, first ? look.usage() : before, log);
                heard.forEach(words -> console.say("  canary at " + words));
                before = look.usage();
                first = false;
                if (look.behind() == 0 || !clock.instant().plus(every).isBefore(end)) {
                    unseen(look, folder);
                    boolean well = canary.map(birds -> compared(birds, log)).orElse(true);
                    return look.gone() == 0 && well;
                }
                try {
                    sleeper.sleep(every);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new OperatorException("interrupted; nothing was changed", e);
                }
            }
        }
    }

    /** Says what each door's canary got; whether all of it is well. */
    private boolean compared(Canary canary, WatchLog log) {
        canary.settle();
        boolean well = canary.faults().isEmpty();
        for (Canary.Tally tally : canary.tallies()) {
            well &= tally.isWell();
            console.say(String.format(
                    Locale.ROOT,
                    "%s  canary at %s: of %,d events %,d once, %,d twice, %,d not at all; longest %,d ms%s",
                    tally.isWell() ? "        " : "NOT WELL",
                    tally.door(),
                    tally.sent(),
                    tally.once(),
                    tally.twice(),
                    tally.nothing(),
                    tally.longest().toMillis(),
                    tally.cut() > 0 ? "; connected again " + tally.cut() + " times" : ""));
            ObjectNode node = JSON.createObjectNode()
                    .put("at", clock.instant().toString())
                    .put("canary", tally.door())
                    .put("sent", tally.sent())
                    .put("once", tally.once())
                    .put("twice", tally.twice())
                    .put("nothing", tally.nothing())
                    .put("connectedAgain", tally.cut())
                    .put("longestMillis", tally.longest().toMillis());
            log.write(node);
            console.tell(node);
        }
        canary.faults().forEach(fault -> console.say("NOT WELL  " + fault));
        ObjectNode faults = JSON.createObjectNode();
        canary.faults().forEach(faults.putArray("canaryFaults")::add);
        console.tell(faults);
        return well;
    }

    private void tell(WatchStep.Look look, Usage before, WatchLog log) {
        Usage usage = look.usage();
        console.say(String.format(
                Locale.ROOT,
                "%s  older door %,d (%,d brought along, %,d came since)  shared %,d  tenant: in %,d (+%,d) out %,d"
                        + " (+%,d)",
                clock.instant(),
                look.behind(),
                look.imported(),
                look.newcomers(),
                look.shared(),
                usage.messagesIn(),
                usage.messagesIn() - before.messagesIn(),
                usage.messagesOut(),
                usage.messagesOut() - before.messagesOut()));
        if (look.asked() > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "  the gateway was asked about %,d: holds %,d, of whom %,d heard and said nothing since the API"
                            + " leads here; %,d are gone though their row stands",
                    look.asked(),
                    look.held(),
                    look.silent(),
                    look.gone()));
        }
        if (look.bothSides() > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "  %,d users are on both sides and may get things twice, once on each connection: %s",
                    look.bothSides(),
                    String.join(", ", look.examples())));
        }
        ObjectNode node = JSON.createObjectNode()
                .put("at", clock.instant().toString())
                .put("imported", look.imported())
                .put("newcomers", look.newcomers())
                .put("shared", look.shared())
                .put("asked", look.asked())
                .put("held", look.held())
                .put("gone", look.gone())
                .put("silent", look.silent())
                .put("onBothSides", look.bothSides())
                .put("messagesIn", usage.messagesIn())
                .put("messagesOut", usage.messagesOut());
        look.lastEnd().ifPresent(at -> node.put("lastEnd", at.toString()));
        look.examples().forEach(node.putArray("examples")::add);
        console.tell(node);
        log.write(node);
    }

    private void unseen(WatchStep.Look look, Path folder) {
        look.lastEnd()
                .ifPresent(at -> console.say("The gateway has cut the last of those behind the older door at " + at
                        + ", if nobody else comes in through it."));
        if (look.gone() + look.silent() + look.bothSides() > 0) {
            console.say("Who they are is in " + folder.resolve(WatchLog.NAME) + ".");
        }
        console.say("Not to be seen from here: whether a user on both sides has two devices or one that has moved and"
                + " kept its old connection; whether who heard nothing was to hear something; what the older back end"
                + " still posts by its own table. Usage is the tenant's, not the app's, and is written a minute late."
                + " Whom the source has and the platform has not, verify says.");
    }
}
