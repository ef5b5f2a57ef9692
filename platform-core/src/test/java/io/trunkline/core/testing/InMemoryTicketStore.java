package io.trunkline.core.testing;

import io.trunkline.core.auth.Ticket;
import io.trunkline.core.auth.TicketKey;
import io.trunkline.core.auth.TicketStore;
import io.trunkline.routing.key.AppKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tickets in memory. */
public final class InMemoryTicketStore implements TicketStore {
    private final Map<TicketKey, Ticket> tickets = new HashMap<>();

    @Override
    public synchronized void put(TicketKey key, Ticket ticket) {
        tickets.put(key, ticket);
    }

    @Override
    public synchronized Optional<Ticket> take(TicketKey key, Optional<AppKey> app, Instant now) {
        Optional<Ticket> found = Optional.ofNullable(tickets.get(key))
                .filter(ticket -> ticket.usableUntil().isAfter(now))
                .filter(ticket ->
                        app.map(ticket.principal().identity().app()::equals).orElse(true));
        found.ifPresent(_ -> tickets.remove(key));
        return found;
    }
}
