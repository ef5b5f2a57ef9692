/** The native dialect {@code trunkline.v1}: JSON text frames. */
@NullMarked
package io.trunkline.core.wire.v1;

import org.jspecify.annotations.NullMarked;
