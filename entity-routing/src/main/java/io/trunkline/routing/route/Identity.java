package io.trunkline.routing.route;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import java.util.Set;

/**
 * Who someone is, as far as routing goes. Every part comes from a verified token, a membership or the app's
 * registration, never from what a client says.
 */
public record Identity(AppKey app, String user, EntityRef entity, Set<String> roles, Set<Scope> scopes) {
    /** Throws {@link MalformedKeyException} where the user is no id or a role no name: each has a room of its own. */
    public Identity {
        new RoomName.User(user);
        roles.forEach(RoomName.Role::new);
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    public TenantId tenant() {
        return app.tenant();
    }

    /** Whether the identity holds {@code value} of the scope {@code name}. */
    public boolean holds(String name, String value) {
        return scopes.stream().anyMatch(s -> s.name().equals(name) && s.value().equals(value));
    }
}
