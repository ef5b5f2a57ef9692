/**
 * What takes long or breaks things: timings against something run beside them, and failures at size. Each starts its
 * own {@code ./trunkline up} and talks to it as a client, a backend or an operator would.
 */
@NullMarked
package io.trunkline.bench;

import org.jspecify.annotations.NullMarked;
