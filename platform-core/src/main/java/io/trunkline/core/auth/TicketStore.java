package io.trunkline.core.auth;

import io.trunkline.routing.key.AppKey;
import java.time.Instant;
import java.util.Optional;

/** Where tickets are kept until they are used, each in its tenant. */
public interface TicketStore {
    /** One write. */
    void put(TicketKey key, Ticket ticket);

    /**
     * Takes the ticket, so that of all who ask for it one gets it; one write. Empty, and nothing taken, where there is
     * none, it is too late at {@code now}, or it is not of {@code app}.
     *
     * @param app the app through whose door it is used; empty where the handshake names none
     */
    Optional<Ticket> take(TicketKey key, Optional<AppKey> app, Instant now);
}
