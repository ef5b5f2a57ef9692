package io.trunkline.migration.step;

import io.trunkline.migration.mapping.MappedConnection;

/** Whether a gateway holds a connection whose record is in doubt. */
@FunctionalInterface
public interface Liveness {
    /** Nobody can be asked: what is in doubt is left behind. */
    Liveness UNKNOWN = connection -> false;

    /** Whether it is held, or the gateway does not say. */
    boolean mayBeHeld(MappedConnection connection);
}
