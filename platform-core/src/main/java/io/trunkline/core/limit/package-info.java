/**
 * How much a tenant, user or connection may use: counters and the port that keeps them. What the limits are is in
 * {@code app}.
 */
@NullMarked
package io.trunkline.core.limit;

import org.jspecify.annotations.NullMarked;
