@NullMarked
package io.trunkline.routing.key;

import org.jspecify.annotations.NullMarked;
