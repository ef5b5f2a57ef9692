/**
 * The plan of a migration: a file that says all that will be changed, before and after, with a digest that no edit
 * survives.
 *
 * <p>What was really done is in {@code journal}.
 */
@NullMarked
package io.trunkline.migration.plan;

import org.jspecify.annotations.NullMarked;
