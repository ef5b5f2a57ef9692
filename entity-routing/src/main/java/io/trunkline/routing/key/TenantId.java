package io.trunkline.routing.key;

/** A company or system whose apps share an ecosystem. */
public record TenantId(String value) {
    /** Throws {@link MalformedKeyException} where {@code value} is not a name. */
    public TenantId {
        KeyText.name("tenant", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
