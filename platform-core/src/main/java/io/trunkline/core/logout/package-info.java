/**
 * Forced logout: who is to go, the closing of what is open, and the receipt. What keeps somebody out afterwards is
 * {@code revocation}, the last word to a connection is {@code delivery}'s.
 */
@NullMarked
package io.trunkline.core.logout;

import org.jspecify.annotations.NullMarked;
