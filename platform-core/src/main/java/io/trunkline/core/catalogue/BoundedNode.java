package io.trunkline.core.catalogue;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value as the validator reads it, whose every reading takes a step of a budget: so whatever a schema asks of an
 * event, there is an end to it.
 */
final class BoundedNode implements JsonNode {
    /** Beyond it, arithmetic on a number of a few characters would fill the memory. */
    private static final int MAX_SCALE = 400;

    private final com.fasterxml.jackson.databind.JsonNode value;
    private final String pointer;
    private final Budget budget;

    BoundedNode(com.fasterxml.jackson.databind.JsonNode value, Budget budget) {
        this(value, "", budget);
    }

    private BoundedNode(com.fasterxml.jackson.databind.JsonNode value, String pointer, Budget budget) {
        this.value = value;
        this.pointer = pointer;
        this.budget = budget;
    }

    /** Wraps Jackson's values, schemas among them, each with a budget of its own. */
    static final class Factory implements JsonNodeFactory {
        @Override
        public JsonNode wrap(Object node) {
            return switch (node) {
                case BoundedNode bounded -> bounded;
                case com.fasterxml.jackson.databind.JsonNode json -> new BoundedNode(json, new Budget(Budget.STEPS));
                default -> throw new IllegalArgumentException("no JSON value: " + node.getClass());
            };
        }

        @Override
        public JsonNode create(String rawJson) {
            return wrap(SchemaJson.read(rawJson));
        }
    }

    /** Takes a step for what is done with this value beside reading it. */
    Budget budget() {
        return budget;
    }

    @Override
    public String getJsonPointer() {
        budget.step();
        return pointer;
    }

    @Override
    public SimpleType getNodeType() {
        budget.step();
        return switch (value.getNodeType()) {
            case NULL, MISSING -> SimpleType.NULL;
            case BOOLEAN -> SimpleType.BOOLEAN;
            case STRING, BINARY -> SimpleType.STRING;
            case ARRAY -> SimpleType.ARRAY;
            case OBJECT, POJO -> SimpleType.OBJECT;
            case NUMBER -> isWhole() ? SimpleType.INTEGER : SimpleType.NUMBER;
        };
    }

    private boolean isWhole() {
        if (value.isIntegralNumber()) {
            return true;
        }
        BigDecimal number = number();
        return number.signum() == 0 || number.stripTrailingZeros().scale() <= 0;
    }

    /** Throws where the number is so large or so fine that to work with it would cost more than its text. */
    private BigDecimal number() {
        BigDecimal number = value.decimalValue();
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw new Budget.TooCostlyException();
        }
        return number;
    }

    @Override
    public boolean asBoolean() {
        budget.step();
        return value.booleanValue();
    }

    @Override
    public String asString() {
        budget.step();
        return value.textValue();
    }

    @Override
    public BigInteger asInteger() {
        budget.step();
        return value.isIntegralNumber() ? value.bigIntegerValue() : number().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        budget.step();
        return number();
    }

    @Override
    public List<JsonNode> asArray() {
        budget.step();
        List<JsonNode> elements = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            budget.step();
            elements.add(new BoundedNode(value.get(i), pointer + "/" + i, budget));
        }
        return elements;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        budget.step();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        value.properties().forEach(field -> {
            budget.step();
            fields.put(
                    field.getKey(),
                    new BoundedNode(
                            field.getValue(), pointer + "/" + JsonNode.encodeJsonPointer(field.getKey()), budget));
        });
        return fields;
    }

    /** What the validator puts into its messages; an event's data has no place there. */
    @Override
    public String toPrintableString() {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
        };
    }
}
