/**
 * What the dialects of older apps share. Each has a package of its own beside this, named after its system: a codec
 * between its frames and the platform's actions and events, which decides nothing.
 */
@NullMarked
package io.trunkline.core.wire.legacy;

import org.jspecify.annotations.NullMarked;
