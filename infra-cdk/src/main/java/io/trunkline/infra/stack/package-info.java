/**
 * The stacks of a stage and what they are made of. What a function may do is not decided here but in the core's
 * {@code schema}.
 */
@NullMarked
package io.trunkline.infra.stack;

import org.jspecify.annotations.NullMarked;
