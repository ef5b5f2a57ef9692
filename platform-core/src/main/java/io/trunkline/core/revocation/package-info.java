/**
 * Which tokens and connections are not to act any more, and until when: the list, its port and the copy of it that each
 * environment keeps for seconds. Finding and closing what is open is {@code logout}'s business.
 */
@NullMarked
package io.trunkline.core.revocation;

import org.jspecify.annotations.NullMarked;
