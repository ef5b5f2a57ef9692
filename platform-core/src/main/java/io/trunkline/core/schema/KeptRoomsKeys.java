package io.trunkline.core.schema;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;

/** The key of a device's kept rooms in the events table: the one place that puts it together. */
public final class KeptRoomsKeys {
    private KeptRoomsKeys() {}

    /**
     * Partition of what is kept; no room's own key starts with {@code _}. Neither an app's name nor a device's hash
     * holds a {@code #}, and the user stands last as a room's key has it.
     */
    public static String of(AppKey app, String user, String device) {
        return "_kept#" + app.app() + "#" + device + "#"
                + RoomKeyCodec.encode(new RoomShard(new RoomKey(app.tenant(), new RoomName.User(user)), 0));
    }
}
