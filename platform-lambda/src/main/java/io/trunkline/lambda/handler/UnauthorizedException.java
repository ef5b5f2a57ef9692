package io.trunkline.lambda.handler;

/** The one message that API Gateway turns into 401 when an authorizer throws it; any other becomes 500. */
final class UnauthorizedException extends RuntimeException {
    UnauthorizedException() {
        super("Unauthorized", null, false, false);
    }
}
