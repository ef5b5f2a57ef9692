/**
 * A migration played through on this machine: an older app with its own API, table and function, its clients, its back
 * end, and the report of what became of every message while the app was moved.
 *
 * <p>What a migration does lives in {@code io.trunkline.migration}, what runs it in {@code io.trunkline.local}.
 */
@NullMarked
package io.trunkline.rehearsal;

import org.jspecify.annotations.NullMarked;
