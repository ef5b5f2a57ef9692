package io.trunkline.core.dynamo;

import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.sweep.ConnectionScan;
import io.trunkline.core.usage.UsageStore;
import java.net.URI;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
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

    public DynamoArrivals arrivals() {
        return new DynamoArrivals(client, layout);
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

    public AppRegistry apps() {
        return new DynamoAppRegistry(client, layout, InstantSource.system());
    }

    public ConnectionImport imports() {
        return new ConnectionImport(client, layout);
    }

    public ConnectionCounter connectionCounter() {
        return new DynamoConnectionCounter(client, layout);
    }

    public PresenceStore presence() {
        return new DynamoPresenceStore(client, layout);
    }

    public ConnectionScan connectionScan() {
        return new DynamoConnectionScan(client, layout, Sleeper.SYSTEM);
    }

    public UsageStore usage() {
        return new DynamoUsageStore(client, layout);
    }

    public SubscriptionStore subscriptions() {
        return new DynamoSubscriptionStore(
                client, layout, new BatchWriter(client, RandomGenerator.getDefault(), Sleeper.SYSTEM));
    }

    @Override
    public void close() {
        client.close();
    }
}
