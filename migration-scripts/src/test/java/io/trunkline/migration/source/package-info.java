@NullMarked
package io.trunkline.migration.source;

import org.jspecify.annotations.NullMarked;
