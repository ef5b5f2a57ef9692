/**
 * The sockets of a local API Gateway WebSocket API: listeners, handshakes, frames, limits and close codes, on Netty.
 * What events look like, where they go and who may post to a connection is decided in the packages beside it.
 */
@NullMarked
package io.trunkline.local.ws;

import org.jspecify.annotations.NullMarked;
