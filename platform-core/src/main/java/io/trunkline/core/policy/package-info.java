/** Who may join and publish to a tenant's own rooms. */
@NullMarked
package io.trunkline.core.policy;

import org.jspecify.annotations.NullMarked;
