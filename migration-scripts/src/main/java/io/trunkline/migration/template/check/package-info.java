/**
 * Looks for what makes templates of WebSocket apps fail, now or on the shared platform, and says what to do about each.
 * Changes nothing.
 */
@NullMarked
package io.trunkline.migration.template.check;

import org.jspecify.annotations.NullMarked;
