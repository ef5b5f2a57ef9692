@NullMarked
package io.trunkline.migration.control;

import org.jspecify.annotations.NullMarked;
