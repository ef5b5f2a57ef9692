package io.trunkline.routing.key;

/** A room of a tenant; the scope of every call that touches a room's data. */
public record RoomKey(TenantId tenant, RoomName name) {
    /** For people and logs; stored keys come from {@link RoomKeyCodec}. */
    @Override
    public String toString() {
        return tenant + " " + name;
    }
}
