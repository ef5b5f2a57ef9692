/** Wire formats: a dialect is a codec between frames and actions or events, and holds no logic. */
@NullMarked
package io.trunkline.core.wire;

import org.jspecify.annotations.NullMarked;
