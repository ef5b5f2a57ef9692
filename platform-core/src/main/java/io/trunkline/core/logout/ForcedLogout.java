package io.trunkline.core.logout;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.logout.LogoutOrder.Tokens;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Closes connections and keeps their tokens out, and says so only once it is true.
 *
 * <p>The revocation is written first; then everybody who is in the room is closed; then it waits until no environment's
 * copy of the list is older than the revocation, and looks again for whoever came in meanwhile by an older copy. See
 * decision 0008 for why nobody falls between these.
 */
public final class ForcedLogout {
    /** Until a revocation that was written holds in every environment, and what was begun before it has gone on. */
    private static final Duration IN_FORCE = Revocations.FRESH.plusMillis(250);

    private static final Rejection NO_CONNECTION =
            new Rejection(RejectionCode.NOT_FOUND, "There is no such connection.");
    private static final Rejection NO_IDENTITY = new Rejection(
            RejectionCode.BAD_FIELD,
            "tokens must be none for a room that is joined by grant or by choice; disconnect its users or entities");

    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final RevocationStore revocations;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final LogoutParts parts;

    /** @param parallel connections that are closed at once */
    public ForcedLogout(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RevocationStore revocations,
            Farewell farewell,
            ConnectionCleanup cleanup,
            Sleeper sleeper,
            InstantSource clock,
            int parallel) {
        this.registry = registry;
        this.connections = connections;
        this.revocations = revocations;
        this.sleeper = sleeper;
        this.clock = clock;
        this.parts = new LogoutParts(connections, subscriptions, farewell, cleanup, sleeper, clock, parallel);
    }

    /**
     * Logs out whom {@code target} means within {@code id}; ends by the deadline. Doing it again is safe. Throws where
     * a store fails: then nothing is promised, and it is to be asked for again.
     */
    public LogoutOutcome logOut(TenantId id, LogoutTarget target, LogoutOrder order, Deadline deadline) {
        Optional<Tenant> tenant = registry.tenant(id);
        if (tenant.isEmpty()) {
            return new LogoutOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        return switch (target) {
            case LogoutTarget.Room(var name) -> room(tenant.get(), name, order, deadline);
            case LogoutTarget.Socket(var connection) -> socket(tenant.get(), connection, order, deadline);
        };
    }

    private LogoutOutcome room(Tenant tenant, RoomName room, LogoutOrder order, Deadline deadline) {
        Instant now = clock.instant();
        Optional<Revocation> revocation = order.tokens() == Tokens.NONE
                ? Optional.empty()
                : Optional.of(new Revocation(
                        tenant.id(),
                        new RevokedSubject.Members(room),
                        order.tokens() == Tokens.ALL ? Optional.empty() : Optional.of(now),
                        now.plus(order.revokeFor().orElse(LogoutOrder.USUAL))));
        if (revocation.isPresent() && !isByIdentity(tenant, room)) {
            return new LogoutOutcome.Refused(NO_IDENTITY);
        }
        return done(tenant, RoomShards.all(tenant, room), revocation.stream().toList(), order, _ -> true, deadline);
    }

    /** Whether a token alone says who is in the room; only then can a revocation of the room mean anybody. */
    private static boolean isByIdentity(Tenant tenant, RoomName room) {
        return switch (room) {
            case RoomName.Topic(String kind, String ignored) ->
                tenant.catalog().scopes().contains(kind);
            case RoomName.Within _ -> false;
            case RoomName.User _, RoomName.Entity _, RoomName.Type _, RoomName.Role _, RoomName.App _, RoomName.All _ ->
                true;
        };
    }

    private LogoutOutcome socket(Tenant tenant, ConnectionId id, LogoutOrder order, Deadline deadline) {
        Instant now = clock.instant();
        Optional<Connection> found = connections
                .find(id, now)
                .filter(row -> row.principal().identity().tenant().equals(tenant.id()));
        if (found.isEmpty()) {
            return new LogoutOutcome.Refused(NO_CONNECTION);
        }
        Connection row = found.get();
        Revocation itself =
                new Revocation(tenant.id(), new RevokedSubject.Socket(id), Optional.empty(), row.expiresAt());
        List<Revocation> written = order.tokens() == Tokens.NONE
                ? List.of(itself)
                : List.of(token(tenant.id(), row.principal(), order, now), itself);
        List<RoomShard> room = RoomShards.all(
                tenant, new RoomName.User(row.principal().identity().user()));
        return done(tenant, room, written, order, id::equals, deadline);
    }

    private static Revocation token(TenantId tenant, Principal principal, LogoutOrder order, Instant now) {
        Instant until = order.revokeFor()
                .map(now::plus)
                .orElseGet(() -> earlier(
                        // verification accepts a token for so long after its expiry
                        later(principal.expiresAt().plusSeconds(60), now.plusSeconds(60)),
                        now.plus(LogoutOrder.LONGEST)));
        RevokedSubject user = new RevokedSubject.Members(
                new RoomName.User(principal.identity().user()));
        if (order.tokens() == Tokens.ALL) {
            return new Revocation(tenant, user, Optional.empty(), until);
        }
        return principal
                .tokenId()
                .map(id -> new Revocation(tenant, new RevokedSubject.Token(id), Optional.empty(), until))
                // a token without an id can only be told by its user and age
                .orElseGet(() -> new Revocation(
                        tenant, user, Optional.of(principal.issuedAt().orElse(now)), until));
    }

    /** @param meant whom of the room it means whatever their tokens; the others only where their token is revoked */
    private LogoutOutcome done(
            Tenant tenant,
            List<RoomShard> room,
            List<Revocation> written,
            LogoutOrder order,
            Predicate<ConnectionId> meant,
            Deadline deadline) {
        Optional<Instant> revokedUntil = written.stream()
                .filter(revocation -> !(revocation.subject() instanceof RevokedSubject.Socket))
                .map(Revocation::until)
                .findFirst();
        boolean staysOut = order.tokens() == Tokens.ALL;
        LogoutRun run = new LogoutRun(
                parts,
                room,
                new ServerEvent.GoAway(
                        order.reason(),
                        Optional.empty(),
                        revokedUntil.filter(_ -> staysOut).map(until -> Duration.between(clock.instant(), until)
                                .toMillis()),
                        Optional.of(clock.instant())),
                written,
                deadline);
        boolean inForce = false;
        if (!written.isEmpty()) {
            revocations.add(written, clock.instant());
        }
        Instant holdsFrom = clock.instant().plus(IN_FORCE);
        boolean whole = run.pass(meant);
        if (!written.isEmpty()) {
            inForce = waitUntil(holdsFrom, deadline);
            // whoever is new now was let in by a copy of the list that was older than the revocation, or by a new token
            whole = inForce && run.pass(_ -> false);
        }
        List<Revocation> sockets = run.unsettled(tenant.id());
        if (!sockets.isEmpty() && !deadline.passed()) {
            revocations.add(sockets, clock.instant());
            if (waitUntil(clock.instant().plus(IN_FORCE), deadline)) {
                sockets = List.of();
            }
        }
        OptionalLong able = whole || inForce ? OptionalLong.of(sockets.size()) : OptionalLong.empty();
        return new LogoutOutcome.Done(
                new LogoutReceipt(run.closed(), run.ghosts(), able, revokedUntil, whole && run.failed() == 0));
    }

    private boolean waitUntil(Instant moment, Deadline deadline) {
        Duration left = Duration.between(clock.instant(), moment);
        if (!left.isPositive()) {
            return true;
        }
        if (deadline.remaining().compareTo(left) <= 0) {
            return false;
        }
        try {
            sleeper.sleep(left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
