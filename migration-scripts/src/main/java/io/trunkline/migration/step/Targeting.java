package io.trunkline.migration.step;

import io.trunkline.core.app.App;
import io.trunkline.core.app.FirstFrame;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.Visitors;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.migration.mapping.MappedConnection;
import io.trunkline.migration.mapping.UnmappedReason;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a connection of the platform of a mapped one, or says why there is none: the tenant's file is held against it,
 * so that nothing is stored that a connect of today could not have stored.
 *
 * @param endpoint the older API's, for records that do not say
 */
record Targeting(Tenant tenant, AppKey app, String dialect, Optional<GatewayEndpoint> endpoint, RoomPolicy policy) {
    /** What became of a mapped connection. */
    sealed interface Targeted {
        /**
         * One to store.
         *
         * @param rooms that it is in beside the automatic ones
         * @param automatic rooms that it was in and that it is in here by being who it is
         * @param refused rooms that it was in and may not be in here, each with the reason
         */
        record Row(Connection connection, List<RoomName> rooms, List<RoomName> automatic, List<String> refused)
                implements Targeted {}

        /** None. */
        record Refused(UnmappedReason reason, String detail) implements Targeted {}
    }

    Targeted of(MappedConnection mapped) {
        Optional<GatewayEndpoint> held =
                mapped.endpoint().map(GatewayEndpoint::parse).or(() -> endpoint);
        if (held.isEmpty()) {
            return new Targeted.Refused(UnmappedReason.NO_ENDPOINT, "name the API: --api API_ID/STAGE");
        }
        try {
            if (mapped.visits()) {
                return visitor(mapped, held.get());
            }
            EntityRef entity = new EntityRef(new EntityType(mapped.type()), mapped.entityId());
            Set<Scope> scopes = new HashSet<>();
            for (String text : mapped.scopes()) {
                int colon = text.indexOf(':');
                scopes.add(new Scope(text.substring(0, colon), text.substring(colon + 1)));
            }
            Optional<String> undeclared = undeclared(entity.type(), mapped.roles(), scopes);
            if (undeclared.isPresent()) {
                return new Targeted.Refused(UnmappedReason.UNDECLARED, undeclared.get());
            }
            Instant expiresAt = ConnectionLifetime.expiresAt(mapped.connectedAt());
            Identity identity = new Identity(app, mapped.user(), entity, mapped.roles(), scopes);
            List<RoomName> rooms = new ArrayList<>();
            List<RoomName> automatic = new ArrayList<>();
            List<String> refused = new ArrayList<>();
            mapped.rooms().forEach(text -> room(identity, text, rooms, automatic, refused));
            Principal principal = new Principal(
                    identity,
                    Optional.empty(),
                    // so that a forced logout of today reaches it
                    Optional.of(mapped.connectedAt()),
                    // the older token's end is known to nobody; the gateway's own end is the last
                    expiresAt);
            return new Targeted.Row(connection(mapped, principal, held.get(), expiresAt), rooms, automatic, refused);
        } catch (IllegalArgumentException e) {
            return new Targeted.Refused(UnmappedReason.BAD_VALUE, String.valueOf(e.getMessage()));
        }
    }

    private Connection connection(
            MappedConnection mapped, Principal principal, GatewayEndpoint held, Instant expiresAt) {
        return new Connection(
                new ConnectionId(mapped.id()),
                principal,
                held,
                dialect,
                mapped.platform().filter(text -> text.length() <= 64),
                mapped.connectedAt(),
                expiresAt);
    }

    /** As a visit of today, whose stay began with the connection. */
    private Targeted visitor(MappedConnection mapped, GatewayEndpoint held) {
        RoomName room = RoomName.parse(mapped.rooms().getFirst());
        Optional<Visitors> rule = visitors()
                .filter(visitors -> visitors.type().toString().equals(mapped.type()))
                .filter(visitors -> RoomPolicy.mayVisit(tenant, visitors.type(), room));
        if (rule.isEmpty()) {
            return new Targeted.Refused(UnmappedReason.NO_VISITORS, mapped.type());
        }
        Instant longest = ConnectionLifetime.expiresAt(mapped.connectedAt());
        Instant until = mapped.connectedAt().plus(rule.get().stay());
        Principal nobody =
                new Principal(rule.get().nobody(app, mapped.id()), Optional.empty(), Optional.empty(), longest);
        return new Targeted.Row(
                connection(mapped, nobody, held, until.isBefore(longest) ? until : longest),
                List.of(room),
                List.of(),
                List.of());
    }

    private Optional<Visitors> visitors() {
        return tenant.app(app.app()).flatMap(App::firstFrame).flatMap(FirstFrame::visitors);
    }

    /** How many may wait in one room; none where the app has no visitors, who are then refused one by one. */
    int visitorsOfOneRoom() {
        return visitors().map(Visitors::perRoom).orElse(Integer.MAX_VALUE);
    }

    /** What the older system let in without asking, the room's rule is asked about here. */
    private void room(
            Identity identity, String text, List<RoomName> rooms, List<RoomName> automatic, List<String> refused) {
        try {
            RoomName room = RoomName.parse(text);
            if (policy.isAutomatic(tenant, identity, room)) {
                automatic.add(room);
                return;
            }
            switch (policy.mayJoin(tenant, identity, room)) {
                case PolicyVerdict.Allowed _ -> rooms.add(room);
                case PolicyVerdict.Denied denied ->
                    refused.add(text + ": " + denied.rejection().message());
            }
        } catch (MalformedKeyException e) {
            refused.add(text + ": " + e.getMessage());
        }
    }

    private Optional<String> undeclared(EntityType type, Set<String> roles, Set<Scope> scopes) {
        App registered = tenant.app(app.app()).orElseThrow();
        if (!registered.types().contains(type)) {
            return Optional.of("the type " + type + " may not connect through " + app);
        }
        Set<String> known = tenant.catalog().roles().getOrDefault(type, Set.of());
        Optional<String> role =
                roles.stream().filter(name -> !known.contains(name)).findFirst();
        if (role.isPresent()) {
            return Optional.of("the role " + role.get() + " of the type " + type);
        }
        return scopes.stream()
                .map(Scope::name)
                .filter(name -> !tenant.catalog().scopes().contains(name))
                .findFirst()
                .map(name -> "the scope " + name);
    }
}
