/** Puts the core's parts together with Micronaut; the only place that knows which adapter stands behind which port. */
@NullMarked
package io.trunkline.lambda.wiring;

import org.jspecify.annotations.NullMarked;
