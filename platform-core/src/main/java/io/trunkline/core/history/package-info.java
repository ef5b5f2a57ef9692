/**
 * What a durable room keeps of its events: the port of the store, and what a client that comes back is told. Neither
 * delivery nor the question of who may ask lives here.
 */
@NullMarked
package io.trunkline.core.history;

import org.jspecify.annotations.NullMarked;
