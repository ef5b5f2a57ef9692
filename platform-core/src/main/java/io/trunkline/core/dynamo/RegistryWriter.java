package io.trunkline.core.dynamo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.App;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.ServiceTrust;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Writes tenants into the registry table. What finds an app (doors, issuers, audiences) never decides what an app
 * trusts: that stands in the definition alone. So a writer that dies half way leaves an app that is not found, or found
 * and then refused, and writing the same tenant again mends it.
 */
public final class RegistryWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A finder's item, and the app or tenant that it leads to, in the set of that name. */
    private record Finder(String partition, String key, String set, String leadsTo) {
        static Finder ofApp(String partition, String key, AppKey app) {
            return new Finder(partition, key, Attributes.APPS, app.toString());
        }
    }

    private final DynamoDbClient client;
    private final String table;
    private final InstantSource clock;

    public RegistryWriter(DynamoDbClient client, TableLayout layout, InstantSource clock) {
        this.clock = clock;
        this.client = client;
        this.table = layout.registry();
    }

    /**
     * Puts {@code valid} in place of what stood there; {@code definition} is what it was read from. Where a kind's
     * number of shards changes, the former stays beside it for as long as somebody may be in a shard by it.
     */
    public void replace(JsonNode definition, TenantReading.Valid valid) {
        Tenant tenant = valid.tenant();
        Map<String, AttributeValue> stored = stored(tenant.id());
        Optional<TenantReading.Valid> before = reading(stored);
        Set<Finder> wanted = finders(tenant);
        before.ifPresent(old -> finders(old.tenant()).stream()
                .filter(finder -> !wanted.contains(finder))
                .forEach(this::removeFinder));
        before.ifPresent(old -> old.doors().stream()
                .filter(door ->
                        valid.doors().stream().noneMatch(kept -> kept.id().equals(door.id())))
                .forEach(this::removeDoor));
        Map<String, AttributeValue> item = new HashMap<>(key(tenant.id().value(), RegistryKeys.DEFINITION));
        item.put(Attributes.DEFINITION, Items.text(definition.toString()));
        List<String> formers = FormerShards.replaced(
                FormerShards.of(stored), before.map(TenantReading.Valid::tenant), tenant, clock.instant());
        if (!formers.isEmpty()) {
            item.put(Attributes.FORMER_SHARDS, AttributeValue.fromSs(formers));
        }
        client.putItem(request -> request.tableName(table).item(item));
        wanted.forEach(this::addFinder);
        valid.doors().forEach(this::putDoor);
    }

    /** Takes a tenant out; its doors, issuers and audiences lead nowhere from then on. */
    public void remove(TenantId tenant) {
        current(tenant).ifPresent(old -> {
            finders(old.tenant()).forEach(this::removeFinder);
            old.doors().forEach(this::removeDoor);
        });
        client.deleteItem(request -> request.tableName(table).key(key(tenant.value(), RegistryKeys.DEFINITION)));
    }

    /** The tenants that are registered; reads the whole table, for commands only. */
    public Set<TenantId> tenants() {
        Set<TenantId> tenants = new LinkedHashSet<>();
        client.scanPaginator(request -> request.tableName(table)
                        .filterExpression("#item = :definition")
                        .projectionExpression("#tenant")
                        .expressionAttributeNames(Map.of("#item", Attributes.ITEM, "#tenant", Attributes.TENANT))
                        .expressionAttributeValues(Map.of(":definition", Items.text(RegistryKeys.DEFINITION))))
                .items()
                .forEach(item -> tenants.add(new TenantId(Items.requiredText(item, Attributes.TENANT))));
        return tenants;
    }

    /** Registers a door, or leads it to another app. */
    public void putDoor(Door door) {
        Map<String, AttributeValue> item = new HashMap<>(key(RegistryKeys.DOORS, door.id()));
        item.put(Attributes.APP, Items.text(door.app().toString()));
        door.dialect().ifPresent(dialect -> item.put(Attributes.DIALECT, Items.text(dialect)));
        client.putItem(request -> request.tableName(table).item(item));
    }

    /** Takes a door out, unless it leads to another app by now. */
    public void removeDoor(Door door) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(key(RegistryKeys.DOORS, door.id()))
                    .conditionExpression("#app = :app")
                    .expressionAttributeNames(Map.of("#app", Attributes.APP))
                    .expressionAttributeValues(
                            Map.of(":app", Items.text(door.app().toString()))));
        } catch (ConditionalCheckFailedException e) {
            // it is gone, or somebody else's
        }
    }

    /** What stands there now; a definition that an older build wrote and this one cannot read counts as nothing. */
    private Optional<TenantReading.Valid> current(TenantId tenant) {
        return reading(stored(tenant));
    }

    private Map<String, AttributeValue> stored(TenantId tenant) {
        return client.getItem(request -> request.tableName(table)
                        .key(key(tenant.value(), RegistryKeys.DEFINITION))
                        .consistentRead(true))
                .item();
    }

    private static Optional<TenantReading.Valid> reading(Map<String, AttributeValue> item) {
        return Items.text(item, Attributes.DEFINITION).flatMap(json -> switch (TenantReader.read(parse(json))) {
            case TenantReading.Valid valid -> Optional.of(valid);
            case TenantReading.Invalid _ -> Optional.<TenantReading.Valid>empty();
        });
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private static Set<Finder> finders(Tenant tenant) {
        Set<Finder> finders = new LinkedHashSet<>();
        for (App app : tenant.apps().values()) {
            for (IssuerTrust trust : app.issuers()) {
                // a token without an issuer's name finds no app by itself
                trust.issuer().ifPresent(issuer -> {
                    finders.add(Finder.ofApp(RegistryKeys.ISSUERS, RegistryKeys.issuer(issuer), app.key()));
                    for (String audience : trust.audiences()) {
                        finders.add(Finder.ofApp(
                                RegistryKeys.AUDIENCES, RegistryKeys.audience(issuer, audience), app.key()));
                    }
                });
            }
        }
        for (ServiceTrust trust : tenant.services()) {
            for (String audience : trust.audiences()) {
                finders.add(new Finder(
                        RegistryKeys.SERVICES,
                        RegistryKeys.audience(trust.issuer(), audience),
                        Attributes.TENANTS,
                        tenant.id().value()));
            }
        }
        return finders;
    }

    private void addFinder(Finder finder) {
        update(finder, "ADD #set :one");
    }

    private void removeFinder(Finder finder) {
        update(finder, "DELETE #set :one");
    }

    /** Adds to or takes from the set in one atomic write, so that two tenants' writers do not undo each other. */
    private void update(Finder finder, String expression) {
        client.updateItem(request -> request.tableName(table)
                .key(key(finder.partition(), finder.key()))
                .updateExpression(expression)
                .expressionAttributeNames(Map.of("#set", finder.set()))
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromSs(List.of(finder.leadsTo())))));
    }

    private static Map<String, AttributeValue> key(String partition, String sort) {
        return Map.of(Attributes.TENANT, Items.text(partition), Attributes.ITEM, Items.text(sort));
    }
}
