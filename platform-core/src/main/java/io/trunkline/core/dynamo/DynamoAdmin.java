package io.trunkline.core.dynamo;

import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.schema.TableLayout;
import java.net.URI;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What a command sets up in the tables of one stage, at a named endpoint. */
public final class DynamoAdmin implements AutoCloseable {
    private final DynamoDbClient client;
    private final TableLayout layout;

    private DynamoAdmin(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.layout = layout;
    }

    public static DynamoAdmin at(URI endpoint, String region, AwsCredentialsProvider credentials, TableLayout layout) {
        return new DynamoAdmin(
                DynamoDefaults.patient(DynamoDbClient.builder())
                        .endpointOverride(endpoint)
                        .region(Region.of(region))
                        .credentialsProvider(credentials)
                        .build(),
                layout);
    }

    /** Creates the tables that are missing, and returns when all can be used. */
    public void createTables() {
        new TableCreator(client).createMissing(layout);
    }

    public RegistryWriter registry() {
        return new RegistryWriter(client, layout, InstantSource.system());
    }

    public GrantStore grants() {
        return new DynamoGrantStore(client, layout);
    }

    public MembershipStore memberships() {
        return new DynamoMembershipStore(client, layout);
    }

    public ApiKeyStore apiKeys() {
        return new DynamoApiKeyStore(client, layout);
    }

    @Override
    public void close() {
        client.close();
    }
}
