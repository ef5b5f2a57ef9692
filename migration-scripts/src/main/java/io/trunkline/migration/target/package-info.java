/**
 * The shared tables as a migration writes them: conditionally, in bulk, and back to what they were.
 *
 * <p>Which rows are written is decided in {@code mapping}.
 */
@NullMarked
package io.trunkline.migration.target;

import org.jspecify.annotations.NullMarked;
