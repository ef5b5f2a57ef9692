/**
 * What a migration does: discover, plan, import, repoint, verify, roll back. Each can stop anywhere and goes on with
 * the same call.
 *
 * <p>How it is asked for is in {@code command}; how it is written down in {@code plan} and {@code journal}.
 */
@NullMarked
package io.trunkline.migration.step;

import org.jspecify.annotations.NullMarked;
