package io.trunkline.core.dispatch;

import io.trunkline.core.app.App;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a user of an app with {@code sessions: single} to one session: one login on one device, in however many of its
 * windows. The latest login wins, and of one login the device that connected last; the others are ended.
 *
 * <p>It looks once the newcomer is stored. So of two that connect at once at least one sees the other, and whichever
 * does comes to the same end.
 */
public final class SingleSessions {
    /** What those are told that are ended, but for the newcomer's own device. */
    public static final String REASON = "new_login";

    private static final Logger LOG = LoggerFactory.getLogger(SingleSessions.class);
    private static final int PAGE = 100;

    /** The newcomer's handshake waits for it; whoever is not reached by then is revoked. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** A younger connection may be denied by the gateway although it is about to live: its handshake is under way. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private static final Comparator<Connection> EARLIER_FIRST = Comparator.comparing(
                    (Connection connection) -> connection.principal().issuedAt().orElse(Instant.EPOCH))
            .thenComparing(Connection::connectedAt)
            .thenComparing(connection -> connection.id().value());

    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final RevocationStore revocations;
    private final Farewell farewell;
    private final ConnectionCleanup cleanup;
    private final InstantSource clock;

    public SingleSessions(
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RevocationStore revocations,
            Farewell farewell,
            ConnectionCleanup cleanup,
            InstantSource clock) {
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.revocations = revocations;
        this.farewell = farewell;
        this.cleanup = cleanup;
        this.clock = clock;
    }

    /** Whether the app of {@code connection} lets its users have one session only. */
    static boolean isFor(Tenant tenant, Connection connection) {
        return tenant.app(connection.principal().identity().app().app())
                .map(App::sessions)
                .filter(rules -> rules.single())
                .isPresent();
    }

    /**
     * Ends the user's other sessions, or tells that a later one is there already, so that {@code newcomer} must go: one
     * query, and where there are others one read and two requests to the gateway each.
     */
    boolean mayStay(Tenant tenant, Connection newcomer, Deadline deadline) {
        List<Connection> others = others(tenant, newcomer);
        if (others.stream().anyMatch(other -> EARLIER_FIRST.compare(other, newcomer) > 0)) {
            return false;
        }
        Duration left = deadline.remaining();
        Deadline soon = Deadline.in(left.compareTo(LONGEST) < 0 ? left : LONGEST, clock);
        others.forEach(other -> end(tenant, other, newcomer, soon));
        return true;
    }

    /** The user's connections through the same app that belong to another session. */
    private List<Connection> others(Tenant tenant, Connection newcomer) {
        Set<ConnectionId> ids = new LinkedHashSet<>();
        RoomName user = new RoomName.User(newcomer.principal().identity().user());
        for (RoomShard shard : RoomShards.all(tenant, user)) {
            Optional<ConnectionId> after = Optional.empty();
            do {
                SubscriptionPage page = subscriptions.freshPage(shard, after, PAGE, clock.instant());
                page.items().stream().map(Subscription::connectionId).forEach(ids::add);
                after = page.next();
            } while (after.isPresent());
        }
        ids.remove(newcomer.id());
        if (ids.isEmpty()) {
            return List.of();
        }
        return connections.findAll(ids, clock.instant()).stream()
                .filter(other -> other.principal()
                        .identity()
                        .app()
                        .equals(newcomer.principal().identity().app()))
                .filter(other -> !isSameSession(other, newcomer))
                .toList();
    }

    private static boolean isSameSession(Connection one, Connection other) {
        return one.device().equals(other.device()) && isSameLogin(one.principal(), other.principal());
    }

    private static boolean isSameLogin(Principal one, Principal other) {
        if (one.tokenId().isPresent() && other.tokenId().isPresent()) {
            return one.tokenId().equals(other.tokenId());
        }
        return one.issuedAt().equals(other.issuedAt());
    }

    private void end(Tenant tenant, Connection other, Connection newcomer, Deadline deadline) {
        Parting parting = other.device().equals(newcomer.device())
                ? farewell.end(other.endpoint(), other.id(), deadline)
                : farewell.part(other.endpoint(), other.id(), other.dialect(), word(), deadline);
        switch (parting) {
            case Parting.Closed _ -> {}
            case Parting.Gone _ when isOld(other) -> cleanup.remove(other.id(), clock.instant());
            // it may yet turn out to live; then its first message finds it revoked, and ends it
            case Parting.Gone _, Parting.Failed _ -> {
                LOG.info("a session is ended by its revocation connection={} parting={}", other.id(), parting);
                revocations.add(
                        List.of(new Revocation(
                                tenant.id(),
                                new RevokedSubject.Socket(other.id()),
                                Optional.empty(),
                                other.expiresAt())),
                        clock.instant());
            }
        }
    }

    private ServerEvent.GoAway word() {
        return new ServerEvent.GoAway(REASON, Optional.empty(), Optional.empty(), Optional.of(clock.instant()));
    }

    private boolean isOld(Connection connection) {
        return !clock.instant().isBefore(connection.connectedAt().plus(HANDSHAKE));
    }
}
