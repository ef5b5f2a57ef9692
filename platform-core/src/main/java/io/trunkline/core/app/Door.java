package io.trunkline.core.app;

import io.trunkline.routing.key.AppKey;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A way in that belongs to one app.
 *
 * @param id the host name (with the port where it is not the scheme's own) or the API id that clients come through
 * @param dialect what clients of this door speak, where it differs from the app's
 * @param localPort where {@code ./trunkline up} opens it, counted from the base of its doors; empty for not at all
 */
public record Door(String id, AppKey app, Optional<String> dialect, OptionalInt localPort) {
    /** A door that one machine does not open. */
    public Door(String id, AppKey app, Optional<String> dialect) {
        this(id, app, dialect, OptionalInt.empty());
    }
}
