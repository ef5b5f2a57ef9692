package io.trunkline.local.ws;

/** The text frames by which API Gateway reports an error on one message; spaced as users have recorded them. */
final class ErrorFrames {
    private ErrorFrames() {}

    /** No route for the message, and no $default. */
    static String forbidden(String connectionId, String requestId) {
        return "{\"message\":\"Forbidden\",\"connectionId\":\"" + connectionId + "\",\"requestId\":\"" + requestId
                + "\"}";
    }

    /** The route's integration failed, timed out, or returned no proxy response. */
    static String internal(String connectionId, String requestId) {
        return "{\"message\": \"Internal server error\", \"connectionId\":\"" + connectionId + "\", \"requestId\":\""
                + requestId + "\"}";
    }
}
