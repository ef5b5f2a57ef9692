/**
 * Doing under a caller's own key what must be done once: the key, the claim on it, and the port that keeps claims. What
 * is done is elsewhere.
 */
@NullMarked
package io.trunkline.core.idempotency;

import org.jspecify.annotations.NullMarked;
