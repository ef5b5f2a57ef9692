package io.trunkline.local.ws;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.trunkline.local.connections.HttpAnswer;
import io.trunkline.local.route.InvokeOutcome;

/**
 * Every answer to a request that becomes no connection, in one place. 401, 403 and the handler's own status are
 * documented for AWS; 426, 429, 502 and 504, and all wording, are unverified; change them here.
 */
final class Refusals {
    static final HttpAnswer BAD_REQUEST = HttpAnswer.error(400, "BadRequestException", "Bad Request");
    static final HttpAnswer UNAUTHORIZED = HttpAnswer.error(401, "UnauthorizedException", "Unauthorized");
    static final HttpAnswer FORBIDDEN = HttpAnswer.error(403, "ForbiddenException", "Forbidden");
    static final HttpAnswer URL_TOO_LONG = HttpAnswer.error(414, "RequestUriTooLongException", "Request-URI Too Long");
    static final HttpAnswer UPGRADE_REQUIRED = HttpAnswer.error(426, "UpgradeRequiredException", "Upgrade Required")
            .with("Upgrade", "websocket")
            .with("Sec-WebSocket-Version", "13");
    static final HttpAnswer TOO_MANY_REQUESTS = HttpAnswer.error(429, "TooManyRequestsException", "Too Many Requests");
    static final HttpAnswer HEADERS_TOO_LARGE =
            HttpAnswer.error(431, "RequestHeaderFieldsTooLargeException", "Request Header Fields Too Large");
    static final HttpAnswer AUTHORIZER_FAILED =
            HttpAnswer.error(500, "AuthorizerConfigurationException", "Internal server error");
    static final HttpAnswer INTERNAL = HttpAnswer.error(500, "InternalServerErrorException", "Internal server error");
    static final HttpAnswer BAD_GATEWAY =
            HttpAnswer.error(502, "InternalServerErrorException", "Internal server error");
    static final HttpAnswer GATEWAY_TIMEOUT =
            HttpAnswer.error(504, "IntegrationTimeoutException", "Endpoint request timed out");

    private Refusals() {}

    /**
     * The handler's own status. Not its body or headers: AWS promises neither, so nobody shall come to rely on them.
     */
    static HttpAnswer ofHandler(int status) {
        return HttpAnswer.error(
                status,
                "IntegrationStatusException",
                HttpResponseStatus.valueOf(status).reasonPhrase());
    }

    /** What a client gets whose $connect brought no answer. */
    static HttpAnswer ofFailure(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.TimedOut() -> GATEWAY_TIMEOUT;
            case InvokeOutcome.Throttled() -> TOO_MANY_REQUESTS;
            case InvokeOutcome.FunctionError error -> BAD_GATEWAY;
            case InvokeOutcome.Crashed() -> BAD_GATEWAY;
            case InvokeOutcome.Success malformed -> BAD_GATEWAY;
        };
    }
}
