@NullMarked
package io.trunkline.migration.mapping;

import org.jspecify.annotations.NullMarked;
