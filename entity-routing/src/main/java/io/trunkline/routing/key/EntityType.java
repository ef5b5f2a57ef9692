package io.trunkline.routing.key;

/** A kind of entity that a tenant declares, such as {@code driver}. */
public record EntityType(String value) {
    /** Throws {@link MalformedKeyException} where {@code value} is not a name. */
    public EntityType {
        KeyText.name("entity type", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
