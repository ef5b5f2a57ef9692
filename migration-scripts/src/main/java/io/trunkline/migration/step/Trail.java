package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.Door;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.routing.key.AppKey;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a journal says was done so far, read in one go. */
final class Trail {
    static final String INVITE = "invite";
    static final String LAST_WORD = "last word";
    static final String CLOSING = "closing";
    static final String CLOSED = "closed";
    static final String CUT = "cut";
    static final String CLEANING = "cleaning";
    static final String CLEANED_UP = "cleaned up";
    static final String LED_BACK = "led back";

    private final IdSet imported = new IdSet();
    private final IdSet invited = new IdSet();
    private final IdSet warned = new IdSet();
    private final List<String> cleaned = new ArrayList<>();
    private long cut;
    private int resources;
    private boolean repointed;
    private boolean rollingBack;
    private boolean isClosed;
    private Optional<Instant> repointedAt = Optional.empty();
    private Optional<Instant> ledBackAt = Optional.empty();
    private Optional<Door> door = Optional.empty();
    private String phase = "planned";
    private Optional<Instant> since = Optional.empty();

    static Trail of(Journal journal) {
        Trail trail = new Trail();
        journal.forEach(trail::add);
        return trail;
    }

    /** As it stands now, for whoever only looks, while another may be at work. */
    static Trail seen(Path folder, JournalTable table, MigrationPlan plan) {
        Trail trail = new Trail();
        Journal.read(folder.resolve(ApplyStep.JOURNAL), table, plan.id(), trail::add);
        return trail;
    }

    private void add(JsonNode entry) {
        Optional<Instant> at = RowJson.text(entry, "at").map(Instant::parse);
        switch (entry.path("kind").asText()) {
            case JournalRows.KIND -> {
                entry.path("rows")
                        .forEach(
                                row -> imported.add(row.path("after").path("id").asText()));
                phase = "importing";
            }
            case "imported" -> phase = repointed ? phase : "imported";
            case "resource" -> {
                resources++;
                phase = "repointing";
            }
            case "repointed" -> {
                repointed = true;
                repointedAt = repointedAt.or(() -> at);
                phase = "repointed";
            }
            case INVITE -> {
                ids(entry, invited);
                phase = "inviting";
            }
            case CLOSING -> {
                door = Optional.of(new Door(
                        entry.path("door").asText(),
                        AppKey.parse(entry.path("app").asText()),
                        RowJson.text(entry, "dialect")));
                phase = "closing";
            }
            case LAST_WORD -> ids(entry, warned);
            case CUT -> cut += entry.path("ids").size();
            case CLOSED -> {
                isClosed = true;
                phase = "closed";
            }
            case CLEANING -> {
                String what = entry.path("what").asText();
                if (!cleaned.contains(what)) {
                    cleaned.add(what);
                }
                phase = "cleaning up";
            }
            case CLEANED_UP -> phase = "cleaned up";
            case RollbackStep.BEGUN -> {
                rollingBack = true;
                phase = "rolling back";
            }
            case LED_BACK -> ledBackAt = ledBackAt.or(() -> at);
            case "rolledBack" -> phase = "rolled back";
            default -> {
                // what a later version writes
            }
        }
        since = at.or(() -> since);
    }

    private static void ids(JsonNode entry, IdSet set) {
        entry.path("ids").forEach(id -> set.add(id.asText()));
    }

    /** Connections of which a row was journaled. */
    IdSet imported() {
        return imported;
    }

    /** Connections that were told of the new address, or may have been. */
    IdSet invited() {
        return invited;
    }

    /** Connections that had the door's last word. */
    IdSet warned() {
        return warned;
    }

    /** Connections that were closed from here; one that was closed twice counts twice. */
    long cut() {
        return cut;
    }

    /** Tables, API and functions that are gone, or may be. */
    List<String> cleaned() {
        return List.copyOf(cleaned);
    }

    /** Whether anything of the API was changed, or may have been. */
    boolean hasResources() {
        return resources > 0;
    }

    /** Changes of the API and its permission that were made, or may have been. */
    int resources() {
        return resources;
    }

    /** Whether the API leads to the platform, by the journal. */
    boolean leadsHere() {
        return repointed && !rollingBack;
    }

    Optional<Instant> repointedAt() {
        return repointedAt;
    }

    boolean isRollingBack() {
        return rollingBack;
    }

    boolean isClosed() {
        return isClosed;
    }

    /** The door that was taken out of the registry, as it stood there. */
    Optional<Door> door() {
        return door;
    }

    /** When the API led back to the older app. */
    Optional<Instant> ledBackAt() {
        return ledBackAt;
    }

    String phase() {
        return phase;
    }

    /** When the last thing was done that has a time. */
    Optional<Instant> since() {
        return since;
    }
}
