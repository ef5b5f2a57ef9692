/**
 * The regular look at what is stored: connections that ended unnoticed, those that are to go, and what is left of
 * others. What removes a connection is in {@code delivery}; when the sweep is fired is the deployment's.
 */
@NullMarked
package io.trunkline.core.sweep;

import org.jspecify.annotations.NullMarked;
