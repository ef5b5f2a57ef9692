package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.plan.MigrationPlan;
import java.nio.file.Path;
import java.time.InstantSource;

/** Says how far a migration is, by its journal. Reads only. */
public final class StatusStep {
    private final Platform platform;

    public StatusStep(Platform platform) {
        this.platform = platform;
    }

    /** Counts of what was journaled, the phase, and who is at work. */
    public ObjectNode status(MigrationPlan plan, Path folder) {
        ObjectNode status = RowJson.JSON.createObjectNode();
        JournalTable table = platform.journalTable();
        Trail trail = Trail.seen(folder, table, plan);
        long planned = plan.records().path("connections").asLong();
        status.put("plan", plan.id())
                .put("phase", trail.phase())
                .put("leadsHere", trail.leadsHere())
                .put("connectionsPlanned", planned)
                .put("connectionsJournaled", trail.imported().size())
                .put("resourcesPlanned", plan.changes().size())
                .put("resourcesJournaled", trail.resources());
        if (trail.invited().size() > 0) {
            status.put("invited", trail.invited().size());
        }
        if (trail.cut() > 0) {
            status.put("closed", trail.cut());
        }
        if (!trail.cleaned().isEmpty()) {
            status.put("cleanedUp", String.join(", ", trail.cleaned()));
        }
        trail.since().ifPresent(at -> status.put("since", at.toString()));
        table.holder(plan.app()).ifPresent(holder -> status.put("atWork", holder));
        return status;
    }

    /**
     * Who is connected now, by one scan of the connections table, and when the last of those behind the older door has
     * gone by itself.
     */
    public ObjectNode live(MigrationPlan plan, Path folder, InstantSource clock) {
        ObjectNode live = RowJson.JSON.createObjectNode();
        WatchStep.Look look = new WatchStep(platform, clock, Progress.SILENT).look(plan, folder, 0);
        live.put("behindOlderDoor", look.behind())
                .put("ofThemCameSince", look.newcomers())
                .put("elsewhere", look.shared());
        live.put(
                "expectedEnd",
                look.lastEnd()
                        .map(at -> look.newcomers() > 0
                                ? "not before " + at + "; clients still come in through the older door"
                                : at.toString())
                        .orElse("nobody is behind the older door"));
        return live;
    }
}
