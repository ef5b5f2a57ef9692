package io.trunkline.routing.route;

import io.trunkline.routing.catalog.EntityTypeCatalog;
import io.trunkline.routing.catalog.RouteRule;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rooms that a connection is in from its first moment to its last, by who it is. */
public final class AutomaticRooms {
    private static final Comparator<RoomName> BY_TEXT = Comparator.comparing(RoomName::toString);

    private AutomaticRooms() {}

    /**
     * User, entity, type, roles, scopes, app and all; and, for each scoped route rule that can reach this type, the
     * same narrowed to the scopes held. Derived from its arguments alone, so that a disconnect needs no read to know
     * them.
     */
    public static List<RoomKey> of(Identity identity, EntityTypeCatalog catalog) {
        Set<RoomName> rooms = new LinkedHashSet<>();
        rooms.add(new RoomName.User(identity.user()));
        rooms.add(new RoomName.Entity(identity.entity()));
        rooms.add(new RoomName.Type(identity.entity().type()));
        identity.roles().stream().sorted().map(RoomName.Role::new).forEach(rooms::add);
        identity.scopes().stream().map(Scope::room).sorted(BY_TEXT).forEach(rooms::add);
        rooms.add(new RoomName.App(identity.app().app()));
        rooms.add(new RoomName.All());
        for (RouteRule rule : catalog.rules()) {
            if (rule.scope().isPresent() && rule.to().matches(identity.entity().type())) {
                identity.scopes().stream()
                        .filter(scope -> scope.name().equals(rule.scope().get()))
                        .flatMap(scope -> narrowed(identity, rule, scope).stream())
                        .sorted(BY_TEXT)
                        .forEach(rooms::add);
            }
        }
        return rooms.stream().map(name -> new RoomKey(identity.tenant(), name)).toList();
    }

    private static Set<RoomName> narrowed(Identity identity, RouteRule rule, Scope scope) {
        Set<RoomName> rooms = new LinkedHashSet<>();
        rooms.add(new RoomName.Within(scope, new RoomName.Entity(identity.entity())));
        rooms.add(new RoomName.Within(scope, new RoomName.Type(identity.entity().type())));
        identity.roles().forEach(role -> rooms.add(new RoomName.Within(scope, new RoomName.Role(role))));
        if (rule.to().isAny()) {
            rooms.add(new RoomName.Within(scope, new RoomName.User(identity.user())));
            rooms.add(new RoomName.Within(scope, new RoomName.App(identity.app().app())));
            rooms.add(new RoomName.Within(scope, new RoomName.All()));
        }
        return rooms;
    }
}
