/**
 * The commands of {@code ./trunkline migrate}: options in, a step called, its outcome told to people or scripts.
 *
 * <p>What a step does is in {@code step}; nothing is decided here.
 */
@NullMarked
package io.trunkline.migration.command;

import org.jspecify.annotations.NullMarked;
