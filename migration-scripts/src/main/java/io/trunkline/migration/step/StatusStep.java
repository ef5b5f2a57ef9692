package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.plan.MigrationPlan;
import java.nio.file.Path;
import java.util.Optional;

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
        table.create();
        long[] rows = {0, 0, 0};
        String[] last = {"planned", "", ""};
        try (Journal journal = Journal.open(folder.resolve(ApplyStep.JOURNAL), table, plan.id())) {
            journal.forEach(entry -> {
                switch (entry.path("kind").asText()) {
                    case JournalRows.KIND -> {
                        rows[0] += entry.path("rows").size();
                        rows[2] = Math.max(rows[2], entry.path("to").asLong());
                        last[0] = "importing";
                    }
                    case "imported" -> last[0] = "imported";
                    case "resource" -> {
                        rows[1]++;
                        last[0] = "repointing";
                    }
                    case "repointed" -> last[0] = "repointed";
                    case RollbackStep.BEGUN -> last[0] = "rolling back";
                    case "rolledBack" -> last[0] = "rolled back";
                    default -> {
                        // what a later version writes
                    }
                }
                last[1] = text(entry, "at").orElse(last[1]);
            });
        }
        long planned = plan.records().path("connections").asLong();
        status.put("plan", plan.id())
                .put("phase", last[0])
                .put("connectionsPlanned", planned)
                .put("connectionsJournaled", rows[0])
                .put("resourcesPlanned", plan.changes().size())
                .put("resourcesJournaled", rows[1]);
        if (!last[1].isEmpty()) {
            status.put("since", last[1]);
        }
        table.holder(plan.app()).ifPresent(holder -> status.put("atWork", holder));
        return status;
    }

    private static Optional<String> text(JsonNode node, String name) {
        return RowJson.text(node, name);
    }
}
