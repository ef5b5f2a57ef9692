package io.trunkline.core.dispatch;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds a user to a number of connections by the members of the user's room, so that nothing is counted beside it. Two
 * connects at one moment may both be let in.
 */
final class UserConnectionLimit {
    /** Connections that the gateway is asked about at most, one after another, while a handshake waits. */
    private static final int MOST_QUESTIONS = 5;

    /** For asking the gateway about one connection. */
    private static final Duration LONGEST_QUESTION = Duration.ofSeconds(1);

    /** Left over before the deadline for the writes that follow. */
    private static final Duration RESERVE = Duration.ofSeconds(1);

    /**
     * A younger connection is taken as live unasked: the gateway denies a connection while its own handshake, of at
     * most 29 s, is under way.
     */
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private final SubscriptionStore subscriptions;
    private final ConnectionGateway gateway;
    private final ConnectionCleanup cleanup;
    private final InstantSource clock;

    UserConnectionLimit(
            SubscriptionStore subscriptions,
            ConnectionGateway gateway,
            ConnectionCleanup cleanup,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.gateway = gateway;
        this.cleanup = cleanup;
        this.clock = clock;
    }

    /**
     * Whether {@code user} may have one more connection, {@code joining}. At the limit the gateway is asked about the
     * oldest few, the likeliest to have been lost; those that it does not hold are removed and make room. One that is
     * not asked about, or cannot be before the deadline, counts as live.
     */
    boolean admits(Tenant tenant, String user, ConnectionId joining, Deadline deadline) {
        OptionalInt limit = tenant.limits().maxConnectionsPerUser();
        if (limit.isEmpty()) {
            return true;
        }
        List<Subscription> others = others(tenant, new RoomName.User(user), limit.getAsInt() + MOST_QUESTIONS, joining);
        int count = others.size();
        if (count < limit.getAsInt()) {
            return true;
        }
        others.sort(Comparator.comparing(Subscription::expiresAt));
        for (Subscription oldest : others.subList(0, Math.min(MOST_QUESTIONS, count))) {
            if (isGhost(oldest, deadline)) {
                cleanup.prune(oldest.connectionId(), oldest.room(), clock.instant());
                count--;
                if (count < limit.getAsInt()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The user's other connections: at least {@code enough} of them where there are so many. */
    private List<Subscription> others(Tenant tenant, RoomName room, int enough, ConnectionId joining) {
        List<Subscription> found = new ArrayList<>();
        RoomShards.all(tenant, room).forEach(shard -> found.addAll(others(shard, enough, joining)));
        return found;
    }

    private List<Subscription> others(RoomShard shard, int enough, ConnectionId joining) {
        List<Subscription> found = new ArrayList<>();
        Optional<ConnectionId> after = Optional.empty();
        do {
            SubscriptionPage page = subscriptions.page(shard, after, enough + 1, clock.instant());
            page.items().stream()
                    .filter(member -> !member.connectionId().equals(joining))
                    .forEach(found::add);
            after = page.next();
            // a page may be short of members that have expired, so one page is not always the whole answer
        } while (after.isPresent() && found.size() < enough);
        return found;
    }

    private boolean isGhost(Subscription member, Deadline deadline) {
        Instant oldEnough = ConnectionLifetime.connectedAt(member.expiresAt()).plus(HANDSHAKE);
        Duration left = deadline.remaining().minus(RESERVE);
        if (!left.isPositive() || clock.instant().isBefore(oldEnough)) {
            return false;
        }
        return !gateway.isLive(
                member.endpoint(),
                member.connectionId(),
                left.compareTo(LONGEST_QUESTION) < 0 ? left : LONGEST_QUESTION);
    }
}
