package io.trunkline.migration.step;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.StackPlane;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.mapping.MappingReader;
import io.trunkline.migration.plan.MigrationPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * Removes the older app's own API and functions, and exports and deletes its tables: those that the plan names and no
 * other, each in the journal before it goes. Whoever calls this has verified the plan. What is gone is passed over, so
 * that a run that was killed is gone on with.
 */
public final class CleanupStep {
    private final Platform platform;
    private final InstantSource clock;
    private final Progress progress;

    /**
     * A table that was exported and deleted.
     *
     * @param file its export
     */
    public record Cleaned(String table, Path file, String sha256, long items) {}

    public CleanupStep(Platform platform, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * The tables that would go. Throws {@link OperatorException} where one of them may not.
     *
     * @param kept hears of a source that stays although the rest of the older app goes
     */
    public List<String> tables(MigrationPlan plan, Consumer<String> kept) {
        Mapping mapping = MappingReader.read(plan.mappingName(), plan.mappingText());
        if (mapping.source() != Mapping.SourceKind.DYNAMODB) {
            String words = "the source of this plan is the app's own database, which holds more than connections:"
                    + " export and drop its table by that database's own means";
            if (plan.changes().isEmpty()) {
                throw new OperatorException(words);
            }
            kept.accept(words);
            return List.of();
        }
        SourcePlace place = SourcePlace.read(plan.source());
        Set<String> ours = Set.of(
                platform.layout().connections(),
                platform.layout().subscriptions(),
                platform.layout().registry(),
                platform.layout().events());
        List<String> tables = new ArrayList<>();
        try (DynamoDbClient client = client(place, platform.credentials())) {
            mapping.collections().stream()
                    .map(collection -> Sources.nameOf(collection, place))
                    .distinct()
                    .filter(table -> exists(client, table))
                    .forEach(tables::add);
        }
        for (String table : tables) {
            if (ours.contains(table)) {
                throw new OperatorException("the plan's source " + table + " is the platform's own table of stage "
                        + platform.place().stage() + ": it stays");
            }
            owner(table).ifPresent(owner -> {
                throw new OperatorException("the table " + table + " is " + owner.logicalId() + " of the stack "
                        + owner.stack() + ". Take it out of the stack first: ./trunkline migrate template rewrite"
                        + " --step move, deploy, --step finish, deploy; then run this again.");
            });
        }
        return List.copyOf(tables);
    }

    private Optional<StackPlane.Owner> owner(String table) {
        return platform.hasControl() ? platform.control().stacks().owner(table) : Optional.empty();
    }

    /** API, permission and functions that would go. Throws {@link OperatorException} where one of them may not. */
    public List<String> resources(MigrationPlan plan, Consumer<String> kept) {
        return doomed(plan, kept).stream().map(CleanupResources.Doomed::what).toList();
    }

    private List<CleanupResources.Doomed> doomed(MigrationPlan plan, Consumer<String> kept) {
        return plan.changes().isEmpty() || !platform.hasControl()
                ? List.of()
                : new CleanupResources(platform.control()).doomed(plan.changes(), platform.olderApi(plan), kept);
    }

    /**
     * Removes API, permission and functions; exports each table into {@code folder/cleanup}, and deletes it.
     *
     * @param removed hears of each resource that was removed
     */
    public List<Cleaned> run(MigrationPlan plan, Path folder, Consumer<String> removed) {
        List<Cleaned> cleaned = new ArrayList<>();
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, plan.app(), clock);
                Journal journal = Journal.open(folder.resolve(ApplyStep.JOURNAL), table, plan.id());
                DynamoDbClient client = client(SourcePlace.read(plan.source()), platform.credentials())) {
            List<CleanupResources.Doomed> doomed = doomed(plan, _ -> {});
            if (!doomed.isEmpty()) {
                if (!Trail.of(journal).isClosed()) {
                    throw new OperatorException("the older door is not closed, and the API would take whoever is behind"
                            + " it along: ./trunkline migrate apply " + folder + " --phase close");
                }
                new CleanupResources(platform.control())
                        .describe(plan.changes(), platform.olderApi(plan), folder.resolve("cleanup"));
            }
            for (CleanupResources.Doomed one : doomed) {
                ahead(lease, journal, one.what());
                one.removal().run();
                removed.accept(one.what());
            }
            for (String name : tables(plan, _ -> {})) {
                TableExport.Exported exported =
                        new TableExport(client, progress).export(name, folder.resolve("cleanup"));
                ahead(lease, journal, "table " + name);
                delete(client, name);
                cleaned.add(new Cleaned(name, exported.file(), exported.sha256(), exported.items()));
            }
            journal.add(
                    Journal.entry(Trail.CLEANED_UP).put("at", clock.instant().toString()));
        }
        return List.copyOf(cleaned);
    }

    private void ahead(Lease lease, Journal journal, String what) {
        lease.check();
        journal.add(Journal.entry(Trail.CLEANING)
                .put("at", clock.instant().toString())
                .put("what", what));
    }

    private static void delete(DynamoDbClient client, String table) {
        try {
            client.deleteTable(request -> request.tableName(table));
            client.waiter().waitUntilTableNotExists(request -> request.tableName(table));
        } catch (ResourceNotFoundException e) {
            // somebody was quicker; its rows are in the export
        } catch (ResourceInUseException e) {
            throw new OperatorException("the table " + table + " is being changed; run this again when it is done", e);
        }
    }

    /** A table that a killed run has begun to delete is waited for, and is gone then; its export is finished. */
    private static boolean exists(DynamoDbClient client, String table) {
        try {
            TableStatus status = client.describeTable(request -> request.tableName(table))
                    .table()
                    .tableStatus();
            if (status == TableStatus.DELETING) {
                client.waiter().waitUntilTableNotExists(request -> request.tableName(table));
                return false;
            }
            return true;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    private static DynamoDbClient client(SourcePlace place, AwsCredentialsProvider credentials) {
        var builder = DynamoDbClient.builder()
                .region(Region.of(place.region()))
                .credentialsProvider(credentials)
                .httpClientBuilder(software.amazon.awssdk.http.apache.ApacheHttpClient.builder());
        Optional<URI> endpoint = place.endpoint();
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
