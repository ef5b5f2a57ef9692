package io.trunkline.lambda.handler;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.Arrival;
import io.trunkline.core.dispatch.Waiter;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.PrincipalContext;
import io.trunkline.lambda.event.WaitingContext;
import io.trunkline.routing.route.Identity;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who an event speaks for. As a rule the event says so itself, by the authorizer's context. What does not is read from
 * the connection's row: of an API without our authorizer, such as an older app's own, and of a connection that was let
 * in to say in its first frame who it is.
 */
@Singleton
final class Callers {
    /** Who sent a message. */
    sealed interface Speaking {
        record Known(ActionContext context) implements Speaking {}

        /** A connection that has not said who it is, a visitor included. */
        record Waits(Waiter waiter) implements Speaking {}

        /** Nothing is stored of it, nor may it be waiting: it is ending. */
        record Nobody() implements Speaking {}
    }

    private final Authenticator authenticator;
    private final ConnectionStore connections;
    private final LateRows lateRows;
    private final AppRegistry registry;
    private final InstantSource clock;

    Callers(
            Authenticator authenticator,
            ConnectionStore connections,
            LateRows lateRows,
            AppRegistry registry,
            InstantSource clock) {
        this.lateRows = lateRows;
        this.registry = registry;
        this.authenticator = authenticator;
        this.connections = connections;
        this.clock = clock;
    }

    /** What the authorizer made of a handshake; an API without ours has its handshakes verified here. */
    AuthOutcome arriving(GatewayEvent event) {
        Optional<AuthOutcome> carried = PrincipalContext.read(event.authorizer())
                .<AuthOutcome>map(accepted -> accepted)
                .or(() -> WaitingContext.read(event.authorizer()).map(WaitingContext.Read::waiting));
        if (carried.isPresent()) {
            return carried.get();
        }
        AuthOutcome outcome = authenticator.authenticate(Handshakes.of(event));
        // no later event would repeat what this handshake named, so only what its door says can hold
        return outcome instanceof AuthOutcome.Waiting ? atDoor(event) : outcome;
    }

    Speaking speaking(GatewayEvent event, Deadline deadline) {
        Optional<AuthOutcome.Accepted> carried = PrincipalContext.read(event.authorizer());
        if (carried.isPresent()) {
            return new Speaking.Known(new ActionContext(
                    event.connectionId(),
                    carried.get().principal(),
                    event.endpoint(),
                    carried.get().dialect(),
                    event.connectedAt(),
                    deadline,
                    carried.get().platform()));
        }
        return connections
                .find(event.connectionId(), clock.instant())
                .map(stored -> stored(event, stored, deadline))
                .orElseGet(() -> unstored(event, deadline));
    }

    private Speaking stored(GatewayEvent event, Connection stored, Deadline deadline) {
        Identity identity = stored.principal().identity();
        boolean visits = registry.tenant(identity.tenant())
                .map(tenant -> tenant.isVisitor(identity))
                .orElse(false);
        return visits
                ? new Speaking.Waits(new Waiter(
                        stored.id(),
                        identity.app(),
                        stored.endpoint(),
                        stored.dialect(),
                        arrival(event),
                        stored.connectedAt(),
                        true,
                        deadline))
                : new Speaking.Known(new ActionContext(
                        stored.id(),
                        stored.principal(),
                        stored.endpoint(),
                        stored.dialect(),
                        stored.connectedAt(),
                        deadline,
                        stored.platform()));
    }

    private Speaking unstored(GatewayEvent event, Deadline deadline) {
        AuthOutcome outcome = WaitingContext.read(event.authorizer())
                .<AuthOutcome>map(WaitingContext.Read::waiting)
                .orElseGet(() -> atDoor(event));
        return outcome instanceof AuthOutcome.Waiting waiting
                ? new Speaking.Waits(waiter(event, waiting, deadline))
                : lateRows.await(event, deadline)
                        .map(stored -> stored(event, stored, deadline))
                        .orElseGet(Speaking.Nobody::new);
    }

    /**
     * Who says what only somebody may say, of whom nothing was stored: on our own API the connection has not said who
     * it is; on an older one it may have said so to the app that led it before.
     */
    Speaking late(GatewayEvent event, Waiter waiter, Deadline deadline) {
        Speaking waits = new Speaking.Waits(waiter);
        return waiter.visits() || WaitingContext.read(event.authorizer()).isPresent()
                ? waits
                : lateRows.await(event, deadline)
                        .map(stored -> stored(event, stored, deadline))
                        .orElse(waits);
    }

    /** What a handshake with nothing in it would come to at the same door. */
    private AuthOutcome atDoor(GatewayEvent event) {
        return authenticator.authenticate(
                new Handshake(event.domainName(), event.endpoint().apiId(), Map.of(), Map.of(), List.of()));
    }

    static Waiter waiter(GatewayEvent event, AuthOutcome.Waiting waiting, Deadline deadline) {
        return new Waiter(
                event.connectionId(),
                waiting.app(),
                event.endpoint(),
                waiting.dialect(),
                arrival(event),
                event.connectedAt(),
                false,
                deadline);
    }

    /** What the handshake said of the client, as far as the authorizer has kept it for later events. */
    private static Arrival arrival(GatewayEvent event) {
        Map<String, String> said = WaitingContext.read(event.authorizer())
                .map(WaitingContext.Read::said)
                .orElse(Map.of());
        return new Arrival(
                Optional.ofNullable(said.get("platform")),
                Optional.ofNullable(said.get("deviceId")),
                Optional.ofNullable(said.get("userAgent")),
                event.sourceIp().flatMap(SourceAddress::of));
    }
}
