/** Lambda's poller of a queue on one machine: takes messages, calls a function with them, deletes what it has done. */
@NullMarked
package io.trunkline.local.queue;

import org.jspecify.annotations.NullMarked;
