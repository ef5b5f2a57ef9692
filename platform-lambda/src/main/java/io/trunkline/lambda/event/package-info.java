/**
 * API Gateway's WebSocket and authorizer events as values, and the answers that it waits for as JSON. The event's
 * format ends here.
 */
@NullMarked
package io.trunkline.lambda.event;

import org.jspecify.annotations.NullMarked;
