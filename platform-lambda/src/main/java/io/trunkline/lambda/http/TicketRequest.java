package io.trunkline.lambda.http;

import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What somebody wants a ticket for. */
sealed interface TicketRequest {
    /**
     * Whom a backend states.
     *
     * @param lasts how long a connection that comes with the ticket may act, as if its token ended then
     */
    record Stated(AppId app, String user, EntityRef entity, Set<String> roles, Set<Scope> scopes, Duration lasts)
            implements TicketRequest {
        public Stated {
            roles = Set.copyOf(roles);
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * Whom a client's own token shows.
     *
     * @param app as in the query of a handshake; empty where the token's issuer and audience tell
     * @param selection what the query of a handshake would select among the client's entities
     */
    record Own(Optional<AppKey> app, Map<String, String> selection) implements TicketRequest {
        public Own {
            selection = Map.copyOf(selection);
        }
    }
}
