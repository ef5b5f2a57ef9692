package io.trunkline.core.dispatch;

import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.SessionRules;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Device;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.message.PresenceChange;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The life of a connection: stored and put into its automatic rooms when it opens, all of it removed when it closes.
 *
 * <p>The rooms are joined before the row is written. So whichever of connect and disconnect comes second sees the
 * other: a disconnect that finds the row finds the rooms joined, and one that finds none leaves the mark by which the
 * connect, its last write refused, takes its own rooms away again. No order of the two leaves a ghost.
 */
public final class ConnectionLifecycle {
    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final Revocations revocations;
    private final InstantSource clock;
    private final TenantConnectionLimit tenantLimit;
    private final ConnectionCleanup cleanup;
    private final UserConnectionLimit userLimit;
    private final RoomPresence presence;
    private final PresenceAnnouncer announcer;
    private final Welcomes welcomes;
    private final SingleSessions sessions;
    private final RestoredRooms restored;
    private final EventHook hook;

    public ConnectionLifecycle(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            ConnectionCounter counter,
            ConnectionGateway gateway,
            Revocations revocations,
            RoomPresence presence,
            PresenceAnnouncer announcer,
            Welcomes welcomes,
            SingleSessions sessions,
            RestoredRooms restored,
            EventHook hook,
            InstantSource clock) {
        this.registry = registry;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.revocations = revocations;
        this.clock = clock;
        this.presence = presence;
        this.announcer = announcer;
        this.welcomes = welcomes;
        this.sessions = sessions;
        this.restored = restored;
        this.hook = hook;
        this.tenantLimit = new TenantConnectionLimit(counter);
        this.cleanup =
                new ConnectionCleanup(registry, connections, subscriptions, tenantLimit, presence, restored.kept());
        this.userLimit = new UserConnectionLimit(subscriptions, gateway, cleanup, clock);
    }

    /**
     * Opens a connection: limits, then one batch for the rooms, then one write of the row. Where a store fails, what
     * was written before is taken back as far as the store lets it, and the fault is thrown.
     *
     * @param platform what the client said it runs on, for operators only
     * @param connectedAt when the gateway says that the connection began
     */
    public OpenOutcome opened(
            ConnectionId id,
            Principal principal,
            GatewayEndpoint endpoint,
            String dialect,
            Optional<String> platform,
            Instant connectedAt,
            Deadline deadline) {
        return opened(id, principal, endpoint, dialect, Arrival.on(platform), connectedAt, deadline);
    }

    /** The same for a client of whom more is known. */
    public OpenOutcome opened(
            ConnectionId id,
            Principal principal,
            GatewayEndpoint endpoint,
            String dialect,
            Arrival arrival,
            Instant connectedAt,
            Deadline deadline) {
        return opened(id, principal, endpoint, dialect, arrival, connectedAt, deadline, welcomes::promise);
    }

    /** The same of a connection that says in its first frame who it is, and may have been greeted before that. */
    OpenOutcome entered(
            ConnectionId id,
            Principal principal,
            GatewayEndpoint endpoint,
            String dialect,
            Arrival arrival,
            Instant connectedAt,
            Deadline deadline) {
        return opened(id, principal, endpoint, dialect, arrival, connectedAt, deadline, welcomes::promiseEntered);
    }

    private OpenOutcome opened(
            ConnectionId id,
            Principal principal,
            GatewayEndpoint endpoint,
            String dialect,
            Arrival arrival,
            Instant connectedAt,
            Deadline deadline,
            Consumer<Connection> welcome) {
        Optional<Tenant> found = registry.activeTenant(principal.identity().tenant());
        if (found.isEmpty()) {
            return turnedAway(RejectionCode.FORBIDDEN_TENANT);
        }
        Tenant tenant = found.get();
        SessionRules rules =
                tenant.app(principal.identity().app().app()).map(App::sessions).orElse(SessionRules.NONE);
        Optional<String> platform = rules.platform(arrival.platform());
        if (!rules.admits(platform)) {
            return turnedAway(RejectionCode.BAD_PLATFORM);
        }
        Optional<String> address = tenant.limits().maxConnectionsPerAddress().isPresent()
                ? arrival.address().map(Device::of)
                : Optional.empty();
        Connection connection = new Connection(
                id,
                principal,
                endpoint,
                dialect,
                platform,
                connectedAt,
                ConnectionLifetime.expiresAt(connectedAt),
                rules.tellsDevicesApart() ? Optional.of(arrival.device()) : Optional.empty(),
                address);
        if (limited(tenant, connection, deadline)) {
            return turnedAway(RejectionCode.TOO_MANY_CONNECTIONS);
        }
        List<RoomShard> earlier = restored.of(tenant, connection);
        List<RoomShard> rooms = new ArrayList<>(RoomShards.automatic(tenant, principal.identity(), id));
        rooms.addAll(earlier);
        OpenOutcome outcome = admitted(tenant, deadline, connection, rooms, earlier);
        if (outcome instanceof OpenOutcome.Opened) {
            welcome.accept(connection);
        }
        return outcome;
    }

    /** Opens a visitor's connection, which is in {@code room} and nowhere else, until its {@code expiresAt}. */
    OpenOutcome visits(Tenant tenant, Connection connection, RoomName room, Deadline deadline) {
        return limited(tenant, connection, deadline)
                ? turnedAway(RejectionCode.TOO_MANY_CONNECTIONS)
                : admitted(
                        tenant,
                        deadline,
                        connection,
                        List.of(RoomShards.joined(tenant, room, connection.id())),
                        List.of());
    }

    private boolean limited(Tenant tenant, Connection connection, Deadline deadline) {
        return !userLimit.admits(tenant, connection.principal().identity().user(), connection.id(), deadline)
                || !tenantLimit.admits(tenant, connection.address(), connection.connectedAt(), clock.instant());
    }

    /** @param earlier those of {@code rooms} that the device was in before it reconnected */
    private OpenOutcome admitted(
            Tenant tenant, Deadline deadline, Connection connection, List<RoomShard> rooms, List<RoomShard> earlier) {
        return switch (stored(tenant, deadline, connection, rooms)) {
            case SAVED -> unlessRevoked(tenant, connection, earlier, deadline);
            case OVERTAKEN -> {
                try {
                    leavePresence(connection, rooms);
                    subscriptions.leave(connection.id(), rooms);
                } finally {
                    tenantLimit.release(tenant, connection.address(), connection.connectedAt(), clock.instant());
                }
                yield new OpenOutcome.Overtaken();
            }
            case TAKEN -> {
                try {
                    leaveToTheFirst(tenant, connection, rooms);
                } finally {
                    tenantLimit.release(tenant, connection.address(), connection.connectedAt(), clock.instant());
                }
                yield turnedAway(RejectionCode.REFRESH_REFUSED);
            }
        };
    }

    /**
     * Takes back what was joined for a second identity of the connection, but nothing that is the first one's as well.
     */
    private void leaveToTheFirst(Tenant tenant, Connection connection, List<RoomShard> rooms) {
        Set<RoomShard> firsts = connections
                .find(connection.id(), clock.instant())
                .map(first ->
                        RoomShards.possibleAutomatic(tenant, first.principal().identity(), connection.id()))
                .orElse(Set.of());
        List<RoomShard> others =
                rooms.stream().filter(room -> !firsts.contains(room)).toList();
        leavePresence(connection, others);
        subscriptions.leave(connection.id(), others);
    }

    /**
     * Asked last: a logout that has written its revocation before this looks is seen by it, and one that writes it
     * later finds the connection in its rooms.
     */
    private OpenOutcome unlessRevoked(
            Tenant tenant, Connection connection, List<RoomShard> earlier, Deadline deadline) {
        boolean revoked;
        try {
            restored.joined(tenant, connection, earlier);
            revoked = revocations
                            .of(connection.principal(), Optional.of(connection.id()))
                            .isPresent()
                    || (SingleSessions.isFor(tenant, connection) && !sessions.mayStay(tenant, connection, deadline));
        } catch (RuntimeException fault) {
            attempt(fault, () -> cleanup.remove(connection.id(), clock.instant()));
            throw fault;
        }
        if (revoked) {
            cleanup.remove(connection.id(), clock.instant());
            return turnedAway(RejectionCode.UNAUTHORIZED);
        }
        hook.tell(HookEvent.OfConnection.opened(connection));
        return new OpenOutcome.Opened();
    }

    private SaveOutcome stored(Tenant tenant, Deadline deadline, Connection connection, List<RoomShard> rooms) {
        try {
            joinPresence(tenant, deadline, connection, rooms);
            subscriptions.join(rooms.stream()
                    .map(room -> new Subscription(
                            room, connection.id(), connection.endpoint(), connection.dialect(), connection.expiresAt()))
                    .toList());
            return connections.save(connection);
        } catch (RuntimeException fault) {
            // a write may have been done although its answer was lost
            attempt(fault, () -> connections.remove(connection.id(), clock.instant()));
            attempt(fault, () -> leavePresence(connection, rooms));
            attempt(fault, () -> subscriptions.leave(connection.id(), rooms));
            attempt(
                    fault,
                    () -> tenantLimit.release(tenant, connection.address(), connection.connectedAt(), clock.instant()));
            throw fault;
        }
    }

    /**
     * Before the rooms are joined, so that nothing is posted to the connection itself, which the gateway would deny
     * while its handshake waits. A connect that fails after it is one that left at once.
     */
    private void joinPresence(Tenant tenant, Deadline deadline, Connection connection, List<RoomShard> rooms) {
        EntityRef entity = connection.principal().identity().entity();
        for (RoomShard room : rooms) {
            Instant now = clock.instant();
            if (presence.join(tenant, room.room().name(), entity, connection.id(), connection.expiresAt(), now)) {
                announcer.announce(tenant, room.room().name(), entity, PresenceChange.JOINED, now, deadline);
            }
        }
    }

    private void leavePresence(Connection connection, List<RoomShard> rooms) {
        presence.leave(
                rooms, Optional.of(connection.principal().identity().entity()), connection.id(), clock.instant());
    }

    /** Runs one part of a clean-up; where it fails as well, the fault that began it says so. */
    private static void attempt(RuntimeException fault, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            fault.addSuppressed(e);
        }
    }

    private static OpenOutcome turnedAway(RejectionCode code) {
        return new OpenOutcome.TurnedAway(Rejection.of(code));
    }

    /** Ends a visit, so that the connection may become somebody. */
    void leaves(ConnectionId visitor) {
        cleanup.remove(visitor, clock.instant());
    }

    /**
     * Ends a connection: removes its row and, where there was one, takes it out of all its rooms in one go. Where there
     * was none it has ended already, or its connect is still under way and will see that it has.
     */
    public void closed(ConnectionId id, Instant now) {
        cleanup.remove(id, now).ifPresent(was -> hook.tell(HookEvent.OfConnection.closed(was, now)));
    }
}
