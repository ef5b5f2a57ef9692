package io.trunkline.bench;

import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.schema.Attributes;
import io.trunkline.local.platform.RunningFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the tables hold of connections.
 *
 * @param orphans subscriptions whose connection has no row
 */
record Stored(int connections, int subscriptions, int orphans) {
    static Stored read(Platform platform) {
        RunningFile running = platform.running();
        try (DynamoDbClient client = client(running.dynamo(), running.region(), platform.data())) {
            Set<String> connections =
                    client.scanPaginator(scan -> scan.tableName(running.tables().connections())).items().stream()
                            // the mark of a disconnect that came first is no connection
                            .filter(item -> item.containsKey(Attributes.ENTITY))
                            .map(Stored::connection)
                            .collect(Collectors.toSet());
            List<String> subscribed =
                    client.scanPaginator(scan -> scan.tableName(running.tables().subscriptions())).items().stream()
                            .map(Stored::connection)
                            .toList();
            return new Stored(connections.size(), subscribed.size(), (int)
                    subscribed.stream().filter(id -> !connections.contains(id)).count());
        }
    }

    private static String connection(Map<String, AttributeValue> item) {
        return Objects.requireNonNull(item.get(Attributes.CONNECTION_ID)).s();
    }

    static DynamoDbClient client(URI endpoint, String region, Path data) {
        return DynamoDefaults.apply(DynamoDbClient.builder())
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials(data))
                .build();
    }

    /** The key pair of the platform whose folder this is. */
    static ProfileCredentialsProvider credentials(Path data) {
        return ProfileCredentialsProvider.builder()
                .profileFile(ProfileFile.builder()
                        .content(data.resolve("aws-credentials"))
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build())
                .build();
    }
}
