/** The one path of everything that is published: policy, route, deliver. */
@NullMarked
package io.trunkline.core.publish;

import org.jspecify.annotations.NullMarked;
