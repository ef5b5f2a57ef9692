package io.trunkline.migration.step;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.dynamo.ConnectionImport;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.mapping.MappedConnection;
import io.trunkline.migration.target.SharedRow;
import io.trunkline.migration.target.SharedTables;
import io.trunkline.routing.key.RoomShard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Stores the rows of a file in the shared tables, a batch at a time: look, journal, write. While one batch is written
 * the next is looked up and journaled.
 */
final class ImportStep {
    private final SharedTables tables;
    private final Targeting targeting;
    private final Journal journal;
    private final Lease lease;
    private final InstantSource clock;
    private final Progress progress;

    ImportStep(
            SharedTables tables,
            Targeting targeting,
            Journal journal,
            Lease lease,
            InstantSource clock,
            Progress progress) {
        this.tables = tables;
        this.targeting = targeting;
        this.journal = journal;
        this.lease = lease;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Stores what stands in {@code rows}. Doing it again after it was stopped anywhere is going on: what is stored
     * already is found to be there.
     *
     * @param which of them, by their ids
     */
    ImportTally run(String pass, Path rows, long all, Predicate<String> which) {
        ImportTally tally = new ImportTally(0, 0, 0);
        long line = 0;
        try (BufferedReader lines = Files.newBufferedReader(rows, StandardCharsets.UTF_8);
                ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<ImportTally> writing = CompletableFuture.completedFuture(tally);
            List<SharedRow> batch = new ArrayList<>();
            long from = 1;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                MappedConnection connection = RowJson.connection(RowJson.JSON.readTree(text));
                if (which.test(connection.id()) && targeting.of(connection) instanceof Targeting.Targeted.Row row) {
                    batch.add(shared(targeting, row));
                }
                if (batch.size() == SharedTables.MOST_AT_ONCE) {
                    Callable<ImportTally> write = journaled(pass, from, line, batch);
                    tally = tally.plus(written(writing));
                    progress.at("connections imported", from - 1, all);
                    writing = writer.submit(write);
                    batch.clear();
                    from = line + 1;
                }
            }
            Callable<ImportTally> last = journaled(pass, from, line, batch);
            tally = tally.plus(written(writing)).plus(written(writer.submit(last)));
            progress.at("connections imported", line, all);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + rows + " cannot be read", e);
        }
        return tally;
    }

    static SharedRow shared(Targeting targeting, Targeting.Targeted.Row row) {
        ConnectionId id = row.connection().id();
        Set<RoomShard> rooms = new LinkedHashSet<>(RoomShards.automatic(
                targeting.tenant(), row.connection().principal().identity(), id));
        row.rooms().forEach(room -> rooms.add(RoomShards.joined(targeting.tenant(), room, id)));
        return new SharedRow(row.connection(), List.copyOf(rooms));
    }

    /** Looks, writes down what is about to be done, and answers how it is done. */
    private Callable<ImportTally> journaled(String pass, long from, long to, List<SharedRow> batch) {
        lease.check();
        Map<ConnectionId, ConnectionImport.Standing> standing =
                tables.standing(batch.stream().map(row -> row.connection().id()).toList());
        List<SharedRow> absent = new ArrayList<>();
        int there = 0;
        int ended = 0;
        for (SharedRow row : batch) {
            switch (standing.get(row.connection().id())) {
                case null -> absent.add(row);
                case ConnectionImport.Standing.Stored _ -> there++;
                case ConnectionImport.Standing.Ended _ -> ended++;
            }
        }
        ImportTally found = new ImportTally(0, there, ended);
        if (absent.isEmpty()) {
            return () -> found;
        }
        journal.add(JournalRows.entry(pass, from, to, absent));
        return () -> {
            int stored = tables.store(absent, clock.instant()).size();
            return found.plus(new ImportTally(stored, 0, absent.size() - stored));
        };
    }

    private static ImportTally written(Future<ImportTally> writing) {
        try {
            return writing.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
