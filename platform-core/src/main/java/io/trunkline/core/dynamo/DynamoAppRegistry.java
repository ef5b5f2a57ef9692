package io.trunkline.core.dynamo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The registry table, cached: what is registered takes half a minute to be seen everywhere. */
public final class DynamoAppRegistry implements AppRegistry {
    /** In characters; a host name has 253 at most, and then a port. */
    private static final int LONGEST_DOOR = 300;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Audience(String issuer, String audience) {}

    private final DynamoDbClient client;
    private final String table;
    private final InstantSource clock;
    private final Cached<TenantId, Tenant> tenants;
    private final Cached<String, Door> doors;
    private final Cached<String, AppKey> issuers;
    private final Cached<Audience, AppKey> audiences;
    private final Cached<Audience, TenantId> services;

    public DynamoAppRegistry(DynamoDbClient client, TableLayout layout, InstantSource clock) {
        this.client = client;
        this.table = layout.registry();
        this.clock = clock;
        this.tenants = new Cached<>("tenant", this::readTenant, clock);
        this.doors = new Cached<>("door", this::readDoor, clock);
        this.issuers =
                new Cached<>("issuer", issuer -> onlyApp(RegistryKeys.ISSUERS, RegistryKeys.issuer(issuer)), clock);
        this.audiences = new Cached<>(
                "audience",
                key -> onlyApp(RegistryKeys.AUDIENCES, RegistryKeys.audience(key.issuer(), key.audience())),
                clock);
        this.services = new Cached<>("service", this::readService, clock);
    }

    @Override
    public Optional<Tenant> tenant(TenantId id) {
        return tenants.get(id);
    }

    @Override
    public Optional<Door> door(String id) {
        // a client chooses what it says, and DynamoDB refuses a key that is empty or very long
        return id.isEmpty() || id.length() > LONGEST_DOOR ? Optional.empty() : doors.get(id);
    }

    @Override
    public Optional<AppKey> appOfIssuer(String issuer) {
        return issuers.get(issuer);
    }

    @Override
    public Optional<AppKey> appOfAudience(String issuer, String audience) {
        return audiences.get(new Audience(issuer, audience));
    }

    @Override
    public Optional<TenantId> tenantOfService(String issuer, String audience) {
        return services.get(new Audience(issuer, audience));
    }

    private Optional<TenantId> readService(Audience key) {
        Set<String> tenants = Items.texts(
                item(RegistryKeys.SERVICES, RegistryKeys.audience(key.issuer(), key.audience())), Attributes.TENANTS);
        return tenants.size() == 1 ? tenants.stream().map(TenantId::new).findFirst() : Optional.empty();
    }

    private Optional<Tenant> readTenant(TenantId id) {
        Map<String, AttributeValue> item = item(id.value(), RegistryKeys.DEFINITION);
        return Items.text(item, Attributes.DEFINITION).map(json -> switch (TenantReader.read(parse(json))) {
            case TenantReading.Valid valid ->
                FormerShards.spread(valid.tenant(), FormerShards.of(item), clock.instant());
            case TenantReading.Invalid invalid ->
                throw new IllegalStateException(
                        "the registry's definition of " + id + " is not valid: " + invalid.problems());
        });
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a definition in the registry is no JSON", e);
        }
    }

    private Optional<Door> readDoor(String id) {
        Map<String, AttributeValue> item = item(RegistryKeys.DOORS, id);
        return Items.text(item, Attributes.APP)
                .map(app -> new Door(id, AppKey.parse(app), Items.text(item, Attributes.DIALECT)));
    }

    private Optional<AppKey> onlyApp(String partition, String key) {
        Set<String> apps = Items.texts(item(partition, key), Attributes.APPS);
        return apps.size() == 1 ? apps.stream().map(AppKey::parse).findFirst() : Optional.empty();
    }

    private Map<String, AttributeValue> item(String partition, String sort) {
        return client.getItem(request -> request.tableName(table)
                        .key(Map.of(Attributes.TENANT, Items.text(partition), Attributes.ITEM, Items.text(sort))))
                .item();
    }
}
