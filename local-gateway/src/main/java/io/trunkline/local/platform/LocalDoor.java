package io.trunkline.local.platform;

import io.trunkline.core.app.Door;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.routing.key.AppKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A door as this machine opens it: a port of its own that stands for the custom domain or the API of the door, so that
 * what recognises it is what recognises it on AWS.
 *
 * @param registered the door of a tenant's file; empty for one that only this machine has, known by its address
 * @param port 0 for any
 */
record LocalDoor(AppKey app, Optional<Door> registered, int port) {
    /** Those of the tenants' files that say a local port, and those that {@code options} ask for. */
    static List<LocalDoor> of(List<TenantFile> tenants, PlatformOptions options) {
        List<LocalDoor> doors = new ArrayList<>();
        Set<AppKey> moved = new HashSet<>();
        for (TenantFile file : tenants) {
            for (Door door : file.reading().doors()) {
                if (door.localPort().isPresent()) {
                    int based = options.doorBase() == 0
                            ? 0
                            : options.doorBase() + door.localPort().getAsInt();
                    // one port can stand for one door of an app only
                    int port = moved.add(door.app()) ? options.doors().getOrDefault(door.app(), based) : based;
                    doors.add(new LocalDoor(door.app(), Optional.of(door), port));
                }
            }
        }
        for (Map.Entry<AppKey, Integer> asked : options.doors().entrySet()) {
            if (!moved.contains(asked.getKey())) {
                doors.add(new LocalDoor(asked.getKey(), Optional.empty(), asked.getValue()));
            }
        }
        return doors;
    }

    /** What tells the gateway's listeners apart. */
    String name() {
        return registered.map(Door::id).orElseGet(() -> "of " + app);
    }

    /** What its events say that the client came through; empty for its address. */
    Optional<String> domain() {
        return registered.map(Door::id);
    }
}
