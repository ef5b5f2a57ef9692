package io.trunkline.migration.step;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.StackPlane;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.mapping.MappingReader;
import io.trunkline.migration.plan.MigrationPlan;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * Exports and deletes the older app's own tables, those that the plan names and no other. Whoever calls this has
 * verified the plan. A table that is gone is passed over, so that a run that was killed is gone on with.
 */
public final class CleanupStep {
    private final Platform platform;
    private final Progress progress;

    /**
     * A table that was exported and deleted.
     *
     * @param file its export
     */
    public record Cleaned(String table, Path file, String sha256, long items) {}

    public CleanupStep(Platform platform, Progress progress) {
        this.platform = platform;
        this.progress = progress;
    }

    /** The tables that would go. Throws {@link OperatorException} where one of them may not. */
    public List<String> tables(MigrationPlan plan) {
        Mapping mapping = MappingReader.read(plan.mappingName(), plan.mappingText());
        if (mapping.source() != Mapping.SourceKind.DYNAMODB) {
            throw new OperatorException("the source of this plan is the app's own database, which holds more than"
                    + " connections: export and drop its table by that database's own means");
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

    /** Exports each table into {@code folder/cleanup}, and deletes it. */
    public List<Cleaned> run(MigrationPlan plan, Path folder) {
        List<Cleaned> cleaned = new ArrayList<>();
        try (DynamoDbClient client = client(SourcePlace.read(plan.source()), platform.credentials())) {
            for (String table : tables(plan)) {
                TableExport.Exported exported =
                        new TableExport(client, progress).export(table, folder.resolve("cleanup"));
                delete(client, table);
                cleaned.add(new Cleaned(table, exported.file(), exported.sha256(), exported.items()));
            }
        }
        return List.copyOf(cleaned);
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

    private static boolean exists(DynamoDbClient client, String table) {
        try {
            client.describeTable(request -> request.tableName(table));
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
