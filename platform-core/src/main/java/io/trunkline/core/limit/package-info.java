/**
 * How much a tenant may use, held by counting, and the port that keeps the counts. What the limits are is in
 * {@code app}.
 */
@NullMarked
package io.trunkline.core.limit;

import org.jspecify.annotations.NullMarked;
