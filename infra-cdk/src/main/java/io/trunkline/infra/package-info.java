/**
 * The CDK app and its settings: which stacks there are, for which stage, from which zip.
 *
 * <p>The stacks' resources are in {@code stack}; what other teams' stacks use is in {@code shared}.
 */
@NullMarked
package io.trunkline.infra;

import org.jspecify.annotations.NullMarked;
