/**
 * The event hook on Amazon EventBridge: the one place that calls PutEvents, and alone uses that SDK. What is told, and
 * when, is decided in {@code dispatch} and {@code publish}.
 */
@NullMarked
package io.trunkline.core.eventbridge;

import org.jspecify.annotations.NullMarked;
