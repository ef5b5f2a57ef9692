/**
 * The JSON events that an API Gateway WebSocket API hands to its authorizer and integrations, to the last field. Values
 * and JSON only: no sockets, no routing, no invoking.
 */
@NullMarked
package io.trunkline.local.event;

import org.jspecify.annotations.NullMarked;
