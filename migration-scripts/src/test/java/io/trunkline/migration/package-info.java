/** What holds for this module as a whole. */
@org.jspecify.annotations.NullMarked
package io.trunkline.migration;
