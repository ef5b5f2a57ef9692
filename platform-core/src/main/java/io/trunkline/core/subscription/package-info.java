/** A connection's membership of a room, and the port that stores it. */
@NullMarked
package io.trunkline.core.subscription;

import org.jspecify.annotations.NullMarked;
