package io.trunkline.local.route;

import io.trunkline.local.event.AuthorizerContext;

/** What an authorizer's answer means for the client. */
public sealed interface AuthorizerVerdict {
    /** The policy allows the connection; the context goes on every event of it. */
    record Allowed(AuthorizerContext context) implements AuthorizerVerdict {}

    /** The function failed with the message {@code Unauthorized}, which API Gateway takes for an answer. */
    record Unauthorized() implements AuthorizerVerdict {}

    /** The policy does not allow the connection. */
    record Denied() implements AuthorizerVerdict {}

    /** The function failed, or returned something that is no policy. {@code reason} is for the operator's log only. */
    record Failed(String reason) implements AuthorizerVerdict {}
}
