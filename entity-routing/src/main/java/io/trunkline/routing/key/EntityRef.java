package io.trunkline.routing.key;

/** What a connection stands for: {@code driver/d-7}. */
public record EntityRef(EntityType type, String id) {
    /** Throws {@link MalformedKeyException} where {@code id} is empty, over 1,024 bytes or no clean text. */
    public EntityRef {
        KeyText.id("entity id", id, KeyText.MAX_ID_BYTES);
    }

    /** Reads {@code driver/d-7}; everything after the first slash is the id. */
    public static EntityRef parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new MalformedKeyException("entity must be written type/id");
        }
        return new EntityRef(new EntityType(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return type + "/" + id;
    }
}
