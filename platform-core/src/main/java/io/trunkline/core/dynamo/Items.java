package io.trunkline.core.dynamo;

import io.trunkline.core.schema.Attributes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Attribute values from and to Java's types. */
final class Items {
    private Items() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue seconds(Instant instant) {
        return number(instant.getEpochSecond());
    }

    static AttributeValue texts(Set<String> values) {
        return AttributeValue.fromSs(values.stream().sorted().toList());
    }

    static Optional<String> text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? Optional.empty() : Optional.ofNullable(value.s());
    }

    /** Throws {@link IllegalStateException} where an item lacks what every item of its kind has. */
    static String requiredText(Map<String, AttributeValue> item, String name) {
        return text(item, name).orElseThrow(() -> new IllegalStateException("an item lacks " + name));
    }

    static Optional<Long> number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.n() == null ? Optional.empty() : Optional.of(Long.parseLong(value.n()));
    }

    static long requiredNumber(Map<String, AttributeValue> item, String name) {
        return number(item, name).orElseThrow(() -> new IllegalStateException("an item lacks " + name));
    }

    static Set<String> texts(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || !value.hasSs() ? Set.of() : Set.copyOf(value.ss());
    }

    /** Whether the item has expired; DynamoDB deletes it up to two days later. */
    static boolean expired(Map<String, AttributeValue> item, Instant now) {
        return number(item, Attributes.EXPIRES_AT)
                .map(at -> at <= now.getEpochSecond())
                .orElse(false);
    }
}
