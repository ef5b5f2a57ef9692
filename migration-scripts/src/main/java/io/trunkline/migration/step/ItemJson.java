package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items in DynamoDB's own JSON, {@code {"ttl":{"N":"1"}}}, in which nothing is lost; {@code aws dynamodb put-item}
 * takes it.
 */
final class ItemJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ItemJson() {}

    static ObjectNode item(Map<String, AttributeValue> item) {
        ObjectNode node = NODES.objectNode();
        new TreeMap<>(item).forEach((name, value) -> node.set(name, value(value)));
        return node;
    }

    private static JsonNode value(AttributeValue value) {
        ObjectNode node = NODES.objectNode();
        return switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case BOOL -> node.put("BOOL", value.bool());
            case NUL -> node.put("NULL", true);
            case B -> node.put("B", value.b().asByteArray());
            case SS -> node.set("SS", texts(value.ss()));
            case NS -> node.set("NS", texts(value.ns()));
            case BS -> {
                ArrayNode all = NODES.arrayNode();
                value.bs().stream().map(SdkBytes::asByteArray).forEach(all::add);
                yield node.set("BS", all);
            }
            case L -> {
                ArrayNode all = NODES.arrayNode();
                value.l().forEach(part -> all.add(value(part)));
                yield node.set("L", all);
            }
            case M -> node.set("M", item(value.m()));
            case UNKNOWN_TO_SDK_VERSION ->
                throw new IllegalArgumentException("an attribute of a type that this SDK does not know");
        };
    }

    private static ArrayNode texts(List<String> texts) {
        ArrayNode all = NODES.arrayNode();
        texts.forEach(all::add);
        return all;
    }
}
