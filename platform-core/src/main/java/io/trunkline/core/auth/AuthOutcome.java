package io.trunkline.core.auth;

import io.trunkline.core.connection.Principal;
import io.trunkline.core.message.Rejection;
import io.trunkline.routing.key.AppKey;
import java.util.Optional;

/** What became of a handshake. */
public sealed interface AuthOutcome {
    /**
     * The client is who its token says.
     *
     * @param dialect the wire format of this connection
     * @param subprotocol what the handshake's answer selects, where the client offered it
     * @param platform what the client says that it runs on, where its app lists that
     */
    record Accepted(Principal principal, String dialect, Optional<String> subprotocol, Optional<String> platform)
            implements AuthOutcome {
        /** A client whose app does not ask what it runs on. */
        public Accepted(Principal principal, String dialect, Optional<String> subprotocol) {
            this(principal, dialect, subprotocol, Optional.empty());
        }
    }

    /**
     * The client brought no token and need not yet: the app lets it say who it is in its first frame, and until then do
     * nothing else.
     *
     * @param dialect the wire format of this connection
     * @param subprotocol what the handshake's answer selects, where the client offered it
     */
    record Waiting(AppKey app, String dialect, Optional<String> subprotocol) implements AuthOutcome {}

    /**
     * Turned away.
     *
     * @param detail for the operator's log only: why, without any part of the token
     */
    record Denied(Rejection rejection, String detail) implements AuthOutcome {}
}
