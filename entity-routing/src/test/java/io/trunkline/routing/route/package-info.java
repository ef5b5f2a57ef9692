@NullMarked
package io.trunkline.routing.route;

import org.jspecify.annotations.NullMarked;
