/**
 * The wires of wizz's three older apps: order receiver, drivers, customers. What they share is what the platform calls
 * the things that they speak of.
 */
@NullMarked
package io.trunkline.core.wire.legacy.wizz;

import org.jspecify.annotations.NullMarked;
