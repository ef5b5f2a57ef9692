/** Stores that several tests of this module start once a JVM. */
@org.jspecify.annotations.NullMarked
package io.trunkline.migration.testing;
