package io.trunkline.core.revocation;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.Principal;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Somebody may not act for a while.
 *
 * @param issuedUntil where it is there, only tokens that were issued up to this moment are meant, and those that do not
 *     say when; a token's {@code iat} counts whole seconds, so one that was issued within this second is meant
 * @param until when it ends; to the second, rounded up
 */
public record Revocation(TenantId tenant, RevokedSubject subject, Optional<Instant> issuedUntil, Instant until) {
    public Revocation {
        issuedUntil = issuedUntil.map(at -> at.truncatedTo(ChronoUnit.SECONDS));
        Instant second = until.truncatedTo(ChronoUnit.SECONDS);
        until = second.equals(until) ? until : second.plusSeconds(1);
    }

    public boolean holdsAt(Instant now) {
        return now.isBefore(until);
    }

    /** Whether it means {@code principal}, on its {@code connection} where it has one yet. */
    public boolean means(Principal principal, Optional<ConnectionId> connection) {
        return tenant.equals(principal.identity().tenant())
                && meansTokenOf(principal)
                && RevokedSubject.of(principal, connection).contains(subject);
    }

    boolean meansTokenOf(Principal principal) {
        return issuedUntil.isEmpty()
                || principal.issuedAt().isEmpty()
                || !principal.issuedAt().get().truncatedTo(ChronoUnit.SECONDS).isAfter(issuedUntil.get());
    }
}
