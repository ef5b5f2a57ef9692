/**
 * The commands of {@code ./trunkline migrate template}. What a rewrite and a check are is in {@code rewrite} and
 * {@code check}; nothing is decided here.
 */
@NullMarked
package io.trunkline.migration.template;

import org.jspecify.annotations.NullMarked;
