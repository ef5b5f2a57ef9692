package io.trunkline.migration.step;

import io.trunkline.core.app.App;
import io.trunkline.core.app.Tenant;
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
         * @param refused rooms that it was in and may not be in here, each with the reason
         */
        record Row(Connection connection, List<RoomName> rooms, List<String> refused) implements Targeted {}

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
            List<String> refused = new ArrayList<>();
            mapped.rooms().forEach(text -> room(identity, text, rooms, refused));
            Principal principal = new Principal(
                    identity,
                    Optional.empty(),
                    // so that a forced logout of today reaches it
                    Optional.of(mapped.connectedAt()),
                    // the older token's end is known to nobody; the gateway's own end is the last
                    expiresAt);
            return new Targeted.Row(
                    new Connection(
                            new ConnectionId(mapped.id()),
                            principal,
                            held.get(),
                            dialect,
                            mapped.platform().filter(text -> text.length() <= 64),
                            mapped.connectedAt(),
                            expiresAt),
                    rooms,
                    refused);
        } catch (IllegalArgumentException e) {
            return new Targeted.Refused(UnmappedReason.BAD_VALUE, String.valueOf(e.getMessage()));
        }
    }

    /** What the older system let in without asking, the room's rule is asked about here. */
    private void room(Identity identity, String text, List<RoomName> rooms, List<String> refused) {
        try {
            RoomName room = RoomName.parse(text);
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
