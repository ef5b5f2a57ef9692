package io.trunkline.core.logout;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One logout's passes over a room, and what came of each connection in it. For one thread. */
final class LogoutRun {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutRun.class);
    private static final int PAGE = 200;

    /**
     * A connection that is younger may be denied by the gateway although it is about to live: its handshake, of at most
     * 29 s, is under way.
     */
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private static final int YOUNG_TRIES = 4;
    private static final Duration YOUNG_DELAY = Duration.ofMillis(250);

    /** What a connection came to. */
    private enum End {
        CLOSED,
        GHOST,
        /** Removed as a ghost, but so young that it may yet turn out to live. */
        YOUNG_GHOST,
        FAILED,
        /** It came with a token that is not revoked. */
        LEFT_ALONE
    }

    private final LogoutParts parts;
    private final List<RoomShard> room;
    private final ServerEvent.GoAway word;
    private final List<Revocation> revocations;
    private final Deadline deadline;
    private final Semaphore permits;
    private final Map<ConnectionId, End> ends = new ConcurrentHashMap<>();
    private final Map<ConnectionId, Instant> expiries = new ConcurrentHashMap<>();

    LogoutRun(
            LogoutParts parts,
            List<RoomShard> room,
            ServerEvent.GoAway word,
            List<Revocation> revocations,
            Deadline deadline) {
        this.parts = parts;
        this.room = room;
        this.word = word;
        this.revocations = revocations;
        this.deadline = deadline;
        this.permits = new Semaphore(parts.parallel());
    }

    long closed() {
        return count(End.CLOSED);
    }

    long ghosts() {
        return count(End.GHOST) + count(End.YOUNG_GHOST);
    }

    long failed() {
        return count(End.FAILED);
    }

    private long count(End end) {
        return ends.values().stream().filter(end::equals).count();
    }

    /** Revocations of those connections that may still be open; none where all are known to be closed. */
    List<Revocation> unsettled(TenantId tenant) {
        List<Revocation> sockets = new ArrayList<>();
        ends.forEach((id, end) -> {
            Instant until = expiries.get(id);
            if (until != null && (end == End.FAILED || end == End.YOUNG_GHOST)) {
                sockets.add(new Revocation(tenant, new RevokedSubject.Socket(id), Optional.empty(), until));
            }
        });
        return sockets;
    }

    /**
     * Closes whoever is in the room and is not known to be closed.
     *
     * @param meant whom whatever their tokens; the others only where one of the revocations means them
     * @return whether the whole room was read
     */
    boolean pass(Predicate<ConnectionId> meant) {
        for (RoomShard shard : room) {
            Optional<ConnectionId> after = Optional.empty();
            do {
                if (deadline.passed()) {
                    return false;
                }
                SubscriptionPage page = parts.subscriptions()
                        .freshPage(shard, after, PAGE, parts.clock().instant());
                closeAll(page.items(), meant);
                after = page.next();
            } while (after.isPresent());
        }
        return true;
    }

    private void closeAll(List<Subscription> members, Predicate<ConnectionId> meant) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Subscription member : members) {
                if (isSettled(member.connectionId())) {
                    continue;
                }
                running.add(executor.submit((Callable<?>) () -> {
                    permits.acquire();
                    try {
                        close(member, meant);
                    } finally {
                        permits.release();
                    }
                    return Optional.empty();
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a logout", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e.getCause());
        }
    }

    private boolean isSettled(ConnectionId id) {
        return switch (ends.get(id)) {
            case CLOSED, GHOST, LEFT_ALONE -> true;
            case YOUNG_GHOST, FAILED -> false;
            case null -> false;
        };
    }

    private void close(Subscription member, Predicate<ConnectionId> meant) throws InterruptedException {
        ConnectionId id = member.connectionId();
        if (!ends.containsKey(id) && !meant.test(id) && !isRevoked(id)) {
            ends.put(id, End.LEFT_ALONE);
            return;
        }
        expiries.put(id, member.expiresAt());
        Parting parting = part(member);
        for (int tries = 1; parting instanceof Parting.Gone && isYoung(member) && tries < YOUNG_TRIES; tries++) {
            if (deadline.remaining().compareTo(YOUNG_DELAY) <= 0) {
                break;
            }
            parts.sleeper().sleep(YOUNG_DELAY);
            parting = part(member);
        }
        switch (parting) {
            case Parting.Closed _ -> ends.put(id, End.CLOSED);
            case Parting.Gone _ -> {
                ends.put(id, isYoung(member) ? End.YOUNG_GHOST : End.GHOST);
                prune(member);
            }
            case Parting.Failed failed -> {
                LOG.warn("connection {} was not closed: {}", id, failed.reason());
                ends.put(id, End.FAILED);
            }
        }
    }

    private Parting part(Subscription member) {
        return parts.farewell().part(member.endpoint(), member.connectionId(), member.dialect(), word, deadline);
    }

    /** Without its row it is still connecting: it will see the revocation itself, or be seen by it as revoked. */
    private boolean isRevoked(ConnectionId id) {
        return parts.connections()
                .find(id, parts.clock().instant())
                .map(row ->
                        revocations.stream().anyMatch(revocation -> revocation.means(row.principal(), Optional.of(id))))
                .orElse(true);
    }

    private boolean isYoung(Subscription member) {
        return parts.clock()
                .instant()
                .isBefore(ConnectionLifetime.connectedAt(member.expiresAt()).plus(HANDSHAKE));
    }

    private void prune(Subscription member) {
        try {
            parts.cleanup()
                    .prune(member.connectionId(), member.room(), parts.clock().instant());
        } catch (RuntimeException e) {
            LOG.warn("connection {} is gone, to be pruned by a later post or sweep: {}", member.connectionId(), e);
        }
    }
}
