package io.trunkline.core.dynamo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item by DynamoDB's rules ("DynamoDB item sizes and formats" in its guide): names and texts in UTF-8
 * bytes, a number a byte for each two significant digits and one more. DynamoDB says so itself to be an estimate.
 */
final class ItemSize {
    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> bytes(attribute.getKey()) + of(attribute.getValue()))
                .sum();
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> bytes(value.s());
            case N -> (new BigDecimal(value.n()).stripTrailingZeros().precision() + 1) / 2 + 1;
            default -> throw new IllegalArgumentException("no item measured here holds " + value.type());
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
