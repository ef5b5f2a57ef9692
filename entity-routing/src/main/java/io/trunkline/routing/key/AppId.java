package io.trunkline.routing.key;

/** A client program registered by a tenant; unique within its tenant. */
public record AppId(String value) {
    /** Throws {@link MalformedKeyException} where {@code value} is not a name. */
    public AppId {
        KeyText.name("app", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
