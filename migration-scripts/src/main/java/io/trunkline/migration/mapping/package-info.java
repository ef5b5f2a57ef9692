/**
 * From an older system's records to connections of the platform: mapping files, repairs, and the reasons of what cannot
 * be mapped.
 *
 * <p>Where records come from is in {@code source}, where they go in {@code target}.
 */
@NullMarked
package io.trunkline.migration.mapping;

import org.jspecify.annotations.NullMarked;
