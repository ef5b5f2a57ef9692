package io.trunkline.routing.key;

/** One verified value of a scope that a tenant declares: {@code branch} {@code b-1}. */
public record Scope(String name, String value) {
    /**
     * Throws {@link MalformedKeyException} where the name is no name or a reserved room kind, or the value is empty or
     * over 256 bytes.
     */
    public Scope {
        KeyText.name("scope", name);
        if (RoomName.RESERVED_KINDS.contains(name)) {
            throw new MalformedKeyException("scope '" + name + "' has the name of a reserved room kind");
        }
        KeyText.id("scope value", value, KeyText.MAX_SCOPE_BYTES);
    }

    /** The room of everyone who holds this scope: {@code branch:b-1}. */
    public RoomName room() {
        return new RoomName.Topic(name, value);
    }
}
