/**
 * What was done, item by item, written down before it is done: the before and after that a resume and a rollback live
 * on.
 *
 * <p>What is to be done is in {@code plan}.
 */
@NullMarked
package io.trunkline.migration.journal;

import org.jspecify.annotations.NullMarked;
