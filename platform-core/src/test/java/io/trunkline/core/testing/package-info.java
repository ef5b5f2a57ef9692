/** Ports in memory and a tenant to try them with, for the tests of every package. */
@NullMarked
package io.trunkline.core.testing;

import org.jspecify.annotations.NullMarked;
