/**
 * The wire of 27 Manufacturing's web and Electron apps: actions in {@code {action,data}}, events in
 * {@code {type,data}}.
 */
@NullMarked
package io.trunkline.core.wire.legacy.manufacturing27;

import org.jspecify.annotations.NullMarked;
