/** From one event to many sockets: pages of subscribers, posts in parallel, the gone pruned. */
@NullMarked
package io.trunkline.core.delivery;

import org.jspecify.annotations.NullMarked;
