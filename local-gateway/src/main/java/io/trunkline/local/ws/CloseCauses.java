package io.trunkline.local.ws;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.trunkline.local.event.DisconnectCause;

/**
 * Every way in which a connection ends other than by a client's own code, as the client's close frame and the
 * DISCONNECT event say it. Recorded on AWS: the two texts of idle and DELETE, and the one for a close without a code.
 * The other texts are unverified; change them here.
 */
final class CloseCauses {
    static final DisconnectCause IDLE = new DisconnectCause(1001, "Going away");
    static final DisconnectCause TOO_OLD = new DisconnectCause(1001, "Going away");
    static final DisconnectCause DELETED = new DisconnectCause(1000, "Connection Closed Normally");
    static final DisconnectCause NO_STATUS = new DisconnectCause(1005, "Client-side close frame status not set");
    /** Never on the wire: RFC 6455 keeps 1006 for a connection that ended without a close frame. */
    static final DisconnectCause DROPPED = new DisconnectCause(1006, "Connection closed abnormally");

    static final DisconnectCause BINARY = new DisconnectCause(1003, "Binary frames are not supported");
    static final DisconnectCause NOT_UTF8 = new DisconnectCause(1007, "Text is not valid UTF-8");
    static final DisconnectCause TOO_LARGE = new DisconnectCause(1009, "Message too large");
    static final DisconnectCause INTERNAL = new DisconnectCause(1011, "Internal server error");
    static final DisconnectCause API_DELETED = new DisconnectCause(1001, "Going away");
    static final DisconnectCause RESTART = new DisconnectCause(1012, "Service Restart");

    private CloseCauses() {}

    /** What a frame that breaks the protocol leads to; too large a frame is found there too. */
    static DisconnectCause violation(WebSocketCloseStatus status) {
        return status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)
                ? TOO_LARGE
                : new DisconnectCause(status.code(), "Protocol error");
    }
}
