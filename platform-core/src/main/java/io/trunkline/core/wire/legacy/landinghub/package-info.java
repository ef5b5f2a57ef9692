/**
 * The wire of LandingHub's web app in all its versions: {@code {"action",…}} in, {@code {"event","data"}} out. What
 * each version calls a thing is here; what anybody may do is not.
 */
@NullMarked
package io.trunkline.core.wire.legacy.landinghub;

import org.jspecify.annotations.NullMarked;
