package io.trunkline.core.dynamo;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sweep.Extent;
import io.trunkline.core.sweep.PassState;
import io.trunkline.core.sweep.SweepState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** The sweep's lease and its places, in one item of the events table. */
public final class DynamoSweepState implements SweepState {
    private static final String CURSOR = "cursor";
    private static final String BEGAN = "began";
    private static final String ROWS = "rows";
    private static final String UNITS = "units";
    private static final String LAST_ROWS = "lastRows";
    private static final String LAST_UNITS = "lastUnits";

    private final DynamoDbClient client;
    private final String table;

    public DynamoSweepState(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public Optional<Map<String, PassState>> take(String owner, Instant now, Instant until) {
        try {
            Map<String, AttributeValue> item = client.updateItem(request -> request.tableName(table)
                            .key(key())
                            .updateExpression(
                                    "SET #owner = :owner, #until = :until," + " #steps = if_not_exists(#steps, :none)")
                            // one's own, where the answer to the first try was lost
                            .conditionExpression("attribute_not_exists(#owner) OR #until <= :now OR #owner = :owner")
                            .expressionAttributeNames(Map.of(
                                    "#owner", Attributes.LEASED_BY,
                                    "#until", Attributes.LEASED_UNTIL,
                                    "#steps", Attributes.STEPS))
                            .expressionAttributeValues(Map.of(
                                    ":owner", Items.text(owner),
                                    ":now", Items.number(now.toEpochMilli()),
                                    ":until", Items.number(until.toEpochMilli()),
                                    ":none", AttributeValue.fromM(Map.of())))
                            .returnValues(ReturnValue.ALL_NEW))
                    .attributes();
            Map<String, PassState> states = new HashMap<>();
            item.getOrDefault(Attributes.STEPS, AttributeValue.fromM(Map.of()))
                    .m()
                    .forEach((step, stored) -> states.put(step, read(stored.m())));
            return Optional.of(states);
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean keep(String owner, String step, PassState state) {
        return update(owner, Map.of(step, state), "");
    }

    @Override
    public void release(String owner, Map<String, PassState> states) {
        // where another has the lease by now, its places are the better ones
        var _ = update(owner, states, " REMOVE #owner, " + Attributes.LEASED_UNTIL);
    }

    private boolean update(String owner, Map<String, PassState> states, String more) {
        Map<String, String> names = new HashMap<>(Map.of("#owner", Attributes.LEASED_BY));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":owner", Items.text(owner)));
        StringBuilder set = new StringBuilder();
        states.forEach((step, state) -> {
            names.put("#steps", Attributes.STEPS);
            names.put("#" + step, step);
            values.put(":" + step, AttributeValue.fromM(write(state)));
            set.append(set.isEmpty() ? "SET " : ", ").append("#steps.#" + step + " = :" + step);
        });
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key())
                    .updateExpression((set + more).strip())
                    .conditionExpression("#owner = :owner")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static Map<String, AttributeValue> write(PassState state) {
        Map<String, AttributeValue> item = new HashMap<>();
        state.cursor().ifPresent(cursor -> item.put(CURSOR, Items.text(cursor)));
        item.put(BEGAN, Items.number(state.beganAt().toEpochMilli()));
        item.put(ROWS, Items.number(state.soFar().rows()));
        item.put(UNITS, halves(state.soFar().units()));
        item.put(LAST_ROWS, Items.number(state.last().rows()));
        item.put(LAST_UNITS, halves(state.last().units()));
        return item;
    }

    private static PassState read(Map<String, AttributeValue> item) {
        return new PassState(
                Items.text(item, CURSOR),
                Instant.ofEpochMilli(Items.requiredNumber(item, BEGAN)),
                new Extent(Items.requiredNumber(item, ROWS), Items.requiredNumber(item, UNITS) / 2.0),
                new Extent(Items.requiredNumber(item, LAST_ROWS), Items.requiredNumber(item, LAST_UNITS) / 2.0));
    }

    /** Read units come by the half. */
    private static AttributeValue halves(double units) {
        return Items.number(Math.round(units * 2));
    }

    private static Map<String, AttributeValue> key() {
        return Map.of(
                Attributes.ROOM, Items.text(RegistryKeys.SWEEP),
                Attributes.OFFSET, Items.number(0));
    }
}
