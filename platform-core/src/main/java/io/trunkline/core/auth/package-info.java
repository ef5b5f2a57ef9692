/** From a handshake to a principal: which app it is, whether its token holds, and which entity it speaks for. */
@NullMarked
package io.trunkline.core.auth;

import org.jspecify.annotations.NullMarked;
