package io.trunkline.core.app;

import io.trunkline.routing.key.AppKey;
import java.util.Optional;

/**
 * A way in that belongs to one app.
 *
 * @param id the host name (with the port where it is not the scheme's own) or the API id that clients come through
 * @param dialect what clients of this door speak, where it differs from the app's
 */
public record Door(String id, AppKey app, Optional<String> dialect) {}
