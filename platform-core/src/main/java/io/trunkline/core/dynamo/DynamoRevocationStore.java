package io.trunkline.core.dynamo;

import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RevocationKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Revocations in the events table, about 100 bytes each, which time to live removes once they have ended. */
public final class DynamoRevocationStore implements RevocationStore {
    private final DynamoDbClient client;
    private final String table;
    private final BatchWriter batches;
    private final RandomGenerator random;

    /** @param random guarded here, so it need not be safe for use by several threads */
    public DynamoRevocationStore(
            DynamoDbClient client, TableLayout layout, BatchWriter batches, RandomGenerator random) {
        this.client = client;
        this.table = layout.events();
        this.batches = batches;
        this.random = random;
    }

    @Override
    public void add(Collection<Revocation> revocations, Instant now) {
        List<Map<String, AttributeValue>> items =
                revocations.stream().map(revocation -> write(revocation, now)).toList();
        if (items.size() == 1) {
            client.putItem(request -> request.tableName(table).item(items.getFirst()));
            return;
        }
        batches.write(
                table,
                items.stream()
                        .map(item -> WriteRequest.builder()
                                .putRequest(put -> put.item(item))
                                .build())
                        .toList());
    }

    @Override
    public List<Revocation> read(TenantId tenant, Instant from, Instant now) {
        return client
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("#room = :tenant and #offset >= :from")
                        .expressionAttributeNames(Map.of("#room", Attributes.ROOM, "#offset", Attributes.OFFSET))
                        .expressionAttributeValues(Map.of(
                                ":tenant", Items.text(RevocationKeys.partition(tenant)),
                                ":from", AttributeValue.fromN(RevocationKeys.place(from, 0))))
                        .consistentRead(true))
                .items()
                .stream()
                .filter(item -> !Items.expired(item, now))
                .map(item -> read(tenant, item))
                .toList();
    }

    private Map<String, AttributeValue> write(Revocation revocation, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>(Map.of(
                Attributes.ROOM, Items.text(RevocationKeys.partition(revocation.tenant())),
                Attributes.OFFSET, AttributeValue.fromN(RevocationKeys.place(now, chance())),
                Attributes.REVOKED, Items.text(revocation.subject().toString()),
                Attributes.EXPIRES_AT, Items.seconds(revocation.until())));
        revocation.issuedUntil().ifPresent(at -> item.put(Attributes.ISSUED_UNTIL, Items.seconds(at)));
        return item;
    }

    private static Revocation read(TenantId tenant, Map<String, AttributeValue> item) {
        return new Revocation(
                tenant,
                RevokedSubject.parse(Items.requiredText(item, Attributes.REVOKED)),
                Items.number(item, Attributes.ISSUED_UNTIL).map(Instant::ofEpochSecond),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.EXPIRES_AT)));
    }

    private long chance() {
        synchronized (random) {
            return random.nextLong(1, RevocationKeys.CHANCES);
        }
    }
}
