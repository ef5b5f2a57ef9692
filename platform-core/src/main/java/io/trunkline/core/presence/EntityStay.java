package io.trunkline.core.presence;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.EntityRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An entity in a room as stored, and what follows from it.
 *
 * @param devices its connections there, with the moment at which each has ended at the latest
 * @param since from when on it counts as there; empty once its leaving is being announced
 * @param leftAt when one of its devices last left
 * @param version another one after each change
 * @param claimedAt when somebody last set about to announce its leaving
 */
public record EntityStay(
        EntityRef entity,
        Map<ConnectionId, Instant> devices,
        Optional<Instant> since,
        Optional<Instant> leftAt,
        long version,
        Optional<Instant> claimedAt) {
    /**
     * How long after its grace an entity may still count as there because no sweep has come by. Then it is not listed
     * any more, and is announced again where it comes back, whether or not its leaving ever was.
     */
    public static final Duration SWEEP_PATIENCE = Duration.ofMinutes(2);

    /** How long nobody else announces a leaving that somebody has set about to announce. */
    public static final Duration CLAIM = Duration.ofMinutes(2);

    public EntityStay {
        devices = Map.copyOf(devices);
    }

    /** Its devices whose connections may still be there. */
    public int liveDevices(Instant now) {
        return Math.toIntExact(
                devices.values().stream().filter(end -> end.isAfter(now)).count());
    }

    /** From when on no device has been there; empty where one is. */
    public Optional<Instant> awaySince(Instant now) {
        return liveDevices(now) > 0
                ? Optional.empty()
                : Stream.concat(devices.values().stream(), Stream.concat(leftAt.stream(), since.stream()))
                        .max(Comparator.naturalOrder())
                        .or(() -> Optional.of(Instant.EPOCH));
    }

    /** Whether everybody is to think that it is there: it is, or it has not been away for long. */
    public boolean counts(Duration grace, Instant now) {
        return since.isPresent()
                && awaySince(now)
                        .map(away -> now.isBefore(away.plus(grace).plus(SWEEP_PATIENCE)))
                        .orElse(true);
    }

    /** When it is to be looked at next: it will have left by then, unless something happens. */
    public Instant due(Duration grace, Instant now) {
        return awaySince(now)
                .or(() -> devices.values().stream().max(Comparator.naturalOrder()))
                .orElse(now)
                .plus(grace);
    }

    /** Whether its leaving is being announced by somebody who may still be at it. */
    public boolean isClaimed(Instant now) {
        return since.isEmpty()
                && claimedAt.map(at -> now.isBefore(at.plus(CLAIM))).orElse(false);
    }
}
