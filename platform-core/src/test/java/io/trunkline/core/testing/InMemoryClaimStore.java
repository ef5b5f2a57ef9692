package io.trunkline.core.testing;

import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimLostException;
import io.trunkline.core.idempotency.ClaimOutcome;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.Position;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Claims in memory. */
public final class InMemoryClaimStore implements ClaimStore {
    private record Kept(
            Claim claim, String fingerprint, Instant leaseUntil, Instant expiresAt, Optional<String> outcome) {}

    private final Map<IdempotencyKey, Kept> claims = new HashMap<>();

    @Override
    public synchronized ClaimOutcome claim(Request request, Instant now) {
        Kept kept = claims.get(request.key());
        if (kept == null || !kept.expiresAt().isAfter(now)) {
            return taken(request, request.eventId(), request.at(), Map.of());
        }
        if (!kept.fingerprint().equals(request.fingerprint())) {
            return new ClaimOutcome.Conflict();
        }
        if (kept.outcome().isPresent()) {
            return new ClaimOutcome.Done(kept.outcome().get());
        }
        if (kept.leaseUntil().isAfter(now)) {
            return new ClaimOutcome.InProgress(kept.leaseUntil());
        }
        return taken(
                request, kept.claim().eventId(), kept.claim().at(), kept.claim().positions());
    }

    private ClaimOutcome taken(Request request, String eventId, Instant at, Map<RoomName, Position> positions) {
        Claim claim = new Claim(request.key(), request.owner(), eventId, at, positions);
        Instant lease = request.leaseUntil();
        claims.put(request.key(), new Kept(claim, request.fingerprint(), lease, lease.plus(KEPT), Optional.empty()));
        return new ClaimOutcome.Claimed(claim);
    }

    @Override
    public synchronized void complete(Claim claim, String outcome, Instant now) {
        owned(claim)
                .ifPresent(kept -> claims.put(
                        claim.key(),
                        new Kept(kept.claim(), kept.fingerprint(), now, now.plus(KEPT), Optional.of(outcome))));
    }

    @Override
    public synchronized void release(Claim claim) {
        owned(claim)
                .ifPresent(kept -> claims.put(
                        claim.key(),
                        new Kept(kept.claim(), kept.fingerprint(), Instant.EPOCH, kept.expiresAt(), kept.outcome())));
    }

    /** Throws where the claim is its owner's no more. */
    synchronized void note(Claim claim, RoomName room, Position position) {
        Kept kept = owned(claim).orElseThrow(ClaimLostException::new);
        Map<RoomName, Position> positions = new HashMap<>(kept.claim().positions());
        if (positions.putIfAbsent(room, position) != null) {
            throw new ClaimLostException();
        }
        Claim noted = new Claim(claim.key(), claim.owner(), claim.eventId(), claim.at(), positions);
        claims.put(
                claim.key(), new Kept(noted, kept.fingerprint(), kept.leaseUntil(), kept.expiresAt(), kept.outcome()));
    }

    private Optional<Kept> owned(Claim claim) {
        return Optional.ofNullable(claims.get(claim.key()))
                .filter(kept -> kept.claim().owner().equals(claim.owner()));
    }
}
