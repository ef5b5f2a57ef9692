package io.trunkline.core.hook;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Optional;

/** Something that happened, as others may know it: who and where, never what was in it. */
public sealed interface HookEvent {
    TenantId tenant();

    /** When it happened. */
    Instant at();

    /**
     * A connection opened, or, where {@code closed}, ended.
     *
     * @param app the app's key, {@code wizz/driver-app}
     * @param entity what it stands for, {@code driver/d-7}
     */
    record OfConnection(TenantId tenant, String connection, String app, String entity, boolean closed, Instant at)
            implements HookEvent {
        public static OfConnection opened(Connection connection) {
            return of(connection, false, connection.connectedAt());
        }

        public static OfConnection closed(Connection connection, Instant at) {
            return of(connection, true, at);
        }

        private static OfConnection of(Connection connection, boolean closed, Instant at) {
            var identity = connection.principal().identity();
            return new OfConnection(
                    identity.tenant(),
                    connection.id().toString(),
                    identity.app().toString(),
                    identity.entity().toString(),
                    closed,
                    at);
        }
    }

    /**
     * An event was published and delivery was tried.
     *
     * @param from the entity that sent it; empty where a backend did
     */
    record OfPublish(TenantId tenant, String id, String name, String room, Optional<String> from, Instant at)
            implements HookEvent {
        public static OfPublish of(TenantId tenant, ServerEvent.Published event) {
            return new OfPublish(tenant, event.id(), event.event(), event.room(), event.from(), event.at());
        }
    }
}
