/** One handler for each action of a client, and the life of a connection from its connect to its end. */
@NullMarked
package io.trunkline.core.dispatch;

import org.jspecify.annotations.NullMarked;
