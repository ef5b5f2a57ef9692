@NullMarked
package io.trunkline.migration.step;

import org.jspecify.annotations.NullMarked;
