/**
 * The list of every wire format of this build.
 *
 * <p>The formats themselves are in the packages beside it.
 */
@NullMarked
package io.trunkline.core.wire.shipped;

import org.jspecify.annotations.NullMarked;
