package io.trunkline.core.auth;

import io.trunkline.core.connection.Principal;
import io.trunkline.routing.key.AppKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes and takes tickets: 256 random bits that stand for a verified principal, once and for half a minute. A URL ends
 * up in logs and histories; a ticket in it is used by then, and a token would not be.
 */
public final class Tickets {
    /** How long a ticket can be used. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    private static final int SECRET_BYTES = 32;

    private final TicketStore store;
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param random must not be predictable; guarded here, so it need not be safe for use by several threads */
    public Tickets(TicketStore store, RandomGenerator random, InstantSource clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /** A ticket for {@code principal}; whoever asks has shown that the client may be that. */
    public IssuedTicket issue(Principal principal) {
        byte[] secret = new byte[SECRET_BYTES];
        synchronized (random) {
            random.nextBytes(secret);
        }
        String text = TicketKey.text(principal.identity().tenant(), secret);
        // stored to the second: cut, so that what is said is not longer than what holds
        Instant until = clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS);
        store.put(
                TicketKey.of(text).orElseThrow(() -> new IllegalStateException("a ticket without a ticket's shape")),
                new Ticket(principal, until));
        return new IssuedTicket(text, until);
    }

    /** The principal, once; at the price of one {@link TicketStore#take}, of none where it is no ticket's text. */
    Optional<Principal> take(String text, Optional<AppKey> app) {
        Instant now = clock.instant();
        return TicketKey.of(text)
                .flatMap(key -> store.take(key, app, now))
                .map(Ticket::principal)
                .filter(principal -> now.isBefore(principal.expiresAt()));
    }
}
