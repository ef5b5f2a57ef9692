/**
 * Where older systems keep their connections: records read page by page, in flat memory, whatever the store.
 *
 * <p>What the records mean is in {@code mapping}; nothing here writes.
 */
@NullMarked
package io.trunkline.migration.source;

import org.jspecify.annotations.NullMarked;
