/**
 * What the functions tell CloudWatch: the counts of one invocation, and the one line of embedded metric format that
 * each invocation ends with. Names and dimensions are in the core's schema, what is counted where in handlers.
 */
@NullMarked
package io.trunkline.lambda.metrics;

import org.jspecify.annotations.NullMarked;
