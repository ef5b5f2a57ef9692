@NullMarked
package io.trunkline.routing.catalog;

import org.jspecify.annotations.NullMarked;
