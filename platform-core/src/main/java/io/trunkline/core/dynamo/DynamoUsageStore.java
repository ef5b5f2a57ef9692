package io.trunkline.core.dynamo;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.core.usage.UsageStore;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * The hours of use in the events table, one item for each tenant, hour and shard. Each flush is a transaction under its
 * token, which DynamoDB remembers for ten minutes: that is twice the price of a plain write, and the only one that a
 * repeat cannot count twice. The shards keep environments that flush at once out of each other's way.
 */
public final class DynamoUsageStore implements UsageStore {
    private static final int SHARDS = 4;
    private static final Duration KEPT = Duration.ofDays(400);
    private static final long SECONDS_AN_HOUR = 3600;

    private final DynamoDbClient client;
    private final String table;

    public DynamoUsageStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public void add(String token, List<UsageEntry> entries) {
        // from the token, as a repeat must be the same request
        int shard = Math.floorMod(token.hashCode(), SHARDS);
        List<TransactWriteItem> updates =
                entries.stream().map(entry -> update(entry, shard)).toList();
        client.transactWriteItems(request -> request.clientRequestToken(token).transactItems(updates));
    }

    private TransactWriteItem update(UsageEntry entry, int shard) {
        Map<String, AttributeValue> values = new HashMap<>();
        Map<String, String> names = new HashMap<>(Map.of("#expires", Attributes.EXPIRES_AT));
        StringBuilder add = new StringBuilder();
        counts(entry.usage()).forEach((name, count) -> {
            if (count > 0) {
                names.put("#" + name, name);
                values.put(":" + name, Items.number(count));
                add.append(add.isEmpty() ? " ADD " : ", ")
                        .append("#")
                        .append(name)
                        .append(" :")
                        .append(name);
            }
        });
        values.put(":expires", Items.seconds(entry.hour().plus(KEPT)));
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(Map.of(
                                Attributes.ROOM, Items.text(RegistryKeys.usage(entry.tenant(), shard)),
                                Attributes.OFFSET, Items.number(hours(entry.hour()))))
                        .updateExpression("SET #expires = :expires" + add)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(values))
                .build();
    }

    private static Map<String, Long> counts(Usage usage) {
        return Map.of(
                Attributes.CONNECTION_MINUTES, usage.connectionMinutes(),
                Attributes.MESSAGES_IN, usage.messagesIn(),
                Attributes.MESSAGES_OUT, usage.messagesOut(),
                Attributes.BYTES_IN, usage.bytesIn(),
                Attributes.BYTES_OUT, usage.bytesOut(),
                Attributes.READ_HALVES, usage.readHalves(),
                Attributes.WRITE_UNITS, usage.writeUnits());
    }

    @Override
    public List<UsageEntry> read(TenantId tenant, Instant from, Instant to) {
        long first = hours(from.minusNanos(1)) + 1;
        long last = hours(to.minusNanos(1));
        Map<Long, Usage> found = new TreeMap<>();
        for (int shard = 0; first <= last && shard < SHARDS; shard++) {
            String partition = RegistryKeys.usage(tenant, shard);
            client.queryPaginator(request -> request.tableName(table)
                            .keyConditionExpression("#room = :room AND #offset BETWEEN :first AND :last")
                            .expressionAttributeNames(Map.of("#room", Attributes.ROOM, "#offset", Attributes.OFFSET))
                            .expressionAttributeValues(Map.of(
                                    ":room", Items.text(partition),
                                    ":first", Items.number(first),
                                    ":last", Items.number(last))))
                    .items()
                    .forEach(item ->
                            found.merge(Items.requiredNumber(item, Attributes.OFFSET), usage(item), Usage::plus));
        }
        return found.entrySet().stream()
                .map(hour ->
                        new UsageEntry(tenant, Instant.ofEpochSecond(hour.getKey() * SECONDS_AN_HOUR), hour.getValue()))
                .toList();
    }

    private static Usage usage(Map<String, AttributeValue> item) {
        return new Usage(
                count(item, Attributes.CONNECTION_MINUTES),
                count(item, Attributes.MESSAGES_IN),
                count(item, Attributes.MESSAGES_OUT),
                count(item, Attributes.BYTES_IN),
                count(item, Attributes.BYTES_OUT),
                count(item, Attributes.READ_HALVES),
                count(item, Attributes.WRITE_UNITS));
    }

    private static long count(Map<String, AttributeValue> item, String name) {
        return Items.number(item, name).orElse(0L);
    }

    private static long hours(Instant at) {
        return Math.floorDiv(at.truncatedTo(ChronoUnit.HOURS).getEpochSecond(), SECONDS_AN_HOUR);
    }
}
