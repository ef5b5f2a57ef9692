package io.trunkline.core.subscription;

import io.trunkline.core.connection.Connection;
import io.trunkline.routing.key.AppKey;
import java.util.Optional;

/**
 * One device of a user of an app, by which its rooms are found again.
 *
 * @param device a hash, as a connection's row has it
 */
public record DeviceKey(AppKey app, String user, String device) {
    /** The device of a connection; empty where its app has nothing restored, so that its row says none. */
    public static Optional<DeviceKey> of(Connection connection) {
        return connection
                .device()
                .map(device -> new DeviceKey(
                        connection.principal().identity().app(),
                        connection.principal().identity().user(),
                        device));
    }
}
