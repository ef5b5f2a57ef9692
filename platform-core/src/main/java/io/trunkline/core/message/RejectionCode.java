package io.trunkline.core.message;

/**
 * Every rejection that a client can see: the one catalogue. {@code ERROR_CODES.md} has a row for each, and a test holds
 * the two together.
 *
 * <p>The code is the stable name on the wire; the message is for people and may change.
 */
public enum RejectionCode {
    UNAUTHORIZED("unauthorized", 401, NextStep.REFRESH, "The token is missing, expired or not accepted here."),
    FORBIDDEN_TENANT("forbidden_tenant", 403, NextStep.GIVE_UP, "The tenant is suspended."),
    FORBIDDEN_ORIGIN("forbidden_origin", 403, NextStep.GIVE_UP, "This origin may not connect through this app."),
    FORBIDDEN_ENTITY("forbidden_entity", 403, NextStep.GIVE_UP, "The token's entity may not connect through this app."),
    TOO_MANY_CONNECTIONS(
            "too_many_connections", 429, NextStep.RETRY_LATER, "The user or tenant has too many connections."),
    BAD_PLATFORM("bad_platform", 400, NextStep.FIX, "The app's clients do not run on this platform."),
    BAD_JSON("bad_json", 400, NextStep.FIX, "The frame is not a JSON object, or repeats a key."),
    TOO_DEEP("too_deep", 400, NextStep.FIX, "The frame is nested more than 32 levels deep."),
    TOO_LARGE("too_large", 413, NextStep.FIX, "The frame or the event is larger than 128 KB."),
    UNKNOWN_ACTION("unknown_action", 400, NextStep.FIX, "There is no such action."),
    BAD_FIELD("bad_field", 400, NextStep.FIX, "A field is missing, of the wrong type, or not one of this action."),
    BAD_ROOM("bad_room", 400, NextStep.FIX, "The room or entity is not written as one."),
    JOIN_REFUSED("join_refused", 403, NextStep.GIVE_UP, "No room rule lets this connection join."),
    LEAVE_REFUSED(
            "leave_refused",
            403,
            NextStep.GIVE_UP,
            "A connection stays in its automatic rooms until it ends, and is in nobody else's."),
    PUBLISH_REFUSED("publish_refused", 403, NextStep.GIVE_UP, "No room rule lets this connection publish there."),
    BAD_EVENT("bad_event", 400, NextStep.FIX, "The event is not as the tenant's catalogue says."),
    NO_ROUTE("no_route", 403, NextStep.GIVE_UP, "No route rule lets this event through."),
    NOT_DURABLE(
            "not_durable", 400, NextStep.FIX, "The room keeps no history; 'since' and 'history' need one that does."),
    NOT_BY_GRANT("not_by_grant", 400, NextStep.FIX, "The room is not joined by grant, so it has no members to name."),
    AMBIGUOUS_CALLER(
            "ambiguous_caller", 400, NextStep.FIX, "Send either x-api-key or Authorization, once, and not both."),
    NO_PRESENCE("no_presence", 400, NextStep.FIX, "The room's rule keeps nothing of who is in it."),
    TOKEN_EXPIRED("token_expired", 401, NextStep.REFRESH, "The connection's token has expired."),
    REVOKED("revoked", 401, NextStep.REFRESH, "The token or the connection was revoked; log in again."),
    REFRESH_REFUSED(
            "refresh_refused",
            403,
            NextStep.FIX,
            "The new token speaks for somebody else, or for other roles or scopes; open a new connection with it."),
    NOT_AUTHENTICATED(
            "not_authenticated",
            401,
            NextStep.REFRESH,
            "The connection has not said who it is; it may authenticate and nothing else."),
    FORBIDDEN_SCOPE("forbidden_scope", 403, NextStep.GIVE_UP, "The API key lacks the scope that this needs."),
    NOT_FOUND("not_found", 404, NextStep.FIX, "There is nothing at this path."),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, NextStep.FIX, "This path does not take this method."),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, NextStep.FIX, "The body must be application/json."),
    RATE_LIMITED("rate_limited", 429, NextStep.RETRY_LATER, "Too much at once; repeat it after retryAfterMs."),
    IN_PROGRESS(
            "in_progress", 409, NextStep.RETRY_LATER, "A request with this idempotency key is still being worked on."),
    IDEMPOTENCY_CONFLICT(
            "idempotency_conflict", 422, NextStep.FIX, "This idempotency key was used for something else."),
    INTERNAL("internal", 500, NextStep.RETRY_LATER, "Something failed on the server; the request may be repeated.");

    /** What the client does next. */
    public enum NextStep {
        /** Repeat the same request after a while. */
        RETRY_LATER,
        /** Get a new token, then repeat. */
        REFRESH,
        /** Correct the request. */
        FIX,
        /** Repeating it changes nothing until an operator does. */
        GIVE_UP
    }

    private final String code;
    private final int status;
    private final NextStep nextStep;
    private final String message;

    RejectionCode(String code, int status, NextStep nextStep, String message) {
        this.code = code;
        this.status = status;
        this.nextStep = nextStep;
        this.message = message;
    }

    /** The name on the wire. */
    public String code() {
        return code;
    }

    /** The HTTP status where it is answered over HTTP or ends a handshake. */
    public int status() {
        return status;
    }

    public NextStep nextStep() {
        return nextStep;
    }

    /** What it means, for people; a rejection may say more. */
    public String message() {
        return message;
    }

    /** Whether the same request may succeed later without a change. */
    public boolean retryable() {
        return nextStep == NextStep.RETRY_LATER;
    }
}
