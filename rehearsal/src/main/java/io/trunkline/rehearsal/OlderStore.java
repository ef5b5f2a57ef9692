package io.trunkline.rehearsal;

import io.trunkline.migration.step.SourcePlace;
import java.net.URI;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * An older app's records, and how a plan finds them.
 *
 * @param tables of DynamoDB that a stack made, by their logical ids
 * @param variables of the function's environment
 * @param options of {@code plan} that say the same as {@code place} and {@code zone}
 */
record OlderStore(
        OlderRecords records,
        SourcePlace place,
        Optional<ZoneId> zone,
        Map<String, String> tables,
        Map<String, String> variables,
        String options) {
    private static final String POSTGRES_USER = "postgres";

    static OlderStore dynamo(DynamoRecords records, URI endpoint, String region, String stage) {
        return new OlderStore(
                records,
                place(region, Optional.of(endpoint), stage, Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(),
                Map.of("ConnectionsTable", records.connectionsTable(), "EndpointsTable", records.endpointsTable()),
                Map.of("WEBSOCKET_CONNECTIONS_TABLE", records.connectionsTable()),
                "--source-stage " + stage);
    }

    static OlderStore postgres(PostgresRecords records, String region) {
        return new OlderStore(
                records,
                place(
                        region,
                        Optional.empty(),
                        "",
                        Optional.of(records.url()),
                        Optional.empty(),
                        Optional.of(POSTGRES_USER)),
                Optional.of(PostgresRecords.ZONE),
                Map.of(),
                Map.of("SPRING_DATASOURCE_URL", records.url()),
                "--zone " + PostgresRecords.ZONE + " --source-user " + POSTGRES_USER + " --source-url '" + records.url()
                        + "'");
    }

    static OlderStore mongo(MongoRecords records, String region) {
        return new OlderStore(
                records,
                place(
                        region,
                        Optional.empty(),
                        "",
                        Optional.of(records.url()),
                        Optional.of(MongoRecords.DATABASE),
                        Optional.empty()),
                Optional.empty(),
                Map.of(),
                Map.of("MONGODB_URI", records.url()),
                "--source-database " + MongoRecords.DATABASE + " --source-url '" + records.url() + "'");
    }

    private static SourcePlace place(
            String region,
            Optional<URI> endpoint,
            String stage,
            Optional<String> url,
            Optional<String> database,
            Optional<String> user) {
        return new SourcePlace(region, endpoint, stage, url, database, user, Optional.empty(), Map.of());
    }
}
