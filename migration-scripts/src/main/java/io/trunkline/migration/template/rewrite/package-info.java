/**
 * Takes an app's own WebSocket API out of its template and points what is left at the shared platform. Decides what
 * goes and what it becomes; how text is edited is in {@code text}, what a template is in {@code model}.
 */
@NullMarked
package io.trunkline.migration.template.rewrite;

import org.jspecify.annotations.NullMarked;
