package io.trunkline.local.connections;

/**
 * Every error of @connections in one place. Statuses and types of 400, 410, 413 and 429 follow the SDK's service model;
 * the wording of the 403s is what users report, and no recorded answer has confirmed it.
 */
final class ManagementErrors {
    private ManagementErrors() {}

    static HttpAnswer unsigned() {
        return HttpAnswer.error(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static HttpAnswer forbidden() {
        return HttpAnswer.error(403, "ForbiddenException", "Forbidden");
    }

    static HttpAnswer refused(SignatureVerdict verdict) {
        return switch (verdict) {
            case UNSIGNED -> unsigned();
            case INCOMPLETE ->
                forbidden("Authorization header requires Credential, SignedHeaders with host, Signature, and a signed"
                        + " X-Amz-Date.");
            case EXPIRED -> forbidden("Signature expired or not yet current: X-Amz-Date is more than 5 minutes off.");
            case WRONG_SCOPE -> forbidden("Credential should be scoped to this API's Region and to execute-api.");
            case UNKNOWN_KEY -> forbidden("The security token included in the request is invalid.");
            case MISMATCH ->
                forbidden("The request signature we calculated does not match the signature you provided.");
            case VALID -> throw new IllegalArgumentException("a valid signature is not refused");
        };
    }

    static HttpAnswer malformedId(String connectionId) {
        return badRequest("Invalid connectionId: " + connectionId);
    }

    static HttpAnswer notText() {
        return badRequest("The message is not valid UTF-8, and clients are sent text frames only.");
    }

    static HttpAnswer gone() {
        return HttpAnswer.error(410, "GoneException", "Gone");
    }

    static HttpAnswer bufferFull() {
        return HttpAnswer.error(429, "LimitExceededException", "WebSocket client side buffer is full");
    }

    private static HttpAnswer badRequest(String message) {
        return HttpAnswer.error(400, "BadRequestException", message);
    }

    private static HttpAnswer forbidden(String message) {
        return HttpAnswer.error(403, "ForbiddenException", message);
    }
}
