package io.trunkline.core.revocation;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.Principal;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whom a revocation means. Its text is how it is stored. */
public sealed interface RevokedSubject {
    /** Whoever is in a room by identity: a user, an entity, a type, a role, a scope, an app, or all of the tenant. */
    record Members(RoomName room) implements RevokedSubject {
        @Override
        public String toString() {
            return "room " + room;
        }
    }

    /** Whoever shows one token, by its {@code jti}. */
    record Token(String id) implements RevokedSubject {
        @Override
        public String toString() {
            return "token " + id;
        }
    }

    /** One connection, whatever token it has by now. */
    record Socket(ConnectionId id) implements RevokedSubject {
        @Override
        public String toString() {
            return "socket " + id;
        }
    }

    /** All that a principal is, and its connection where it has one yet. */
    static List<RevokedSubject> of(Principal principal, Optional<ConnectionId> connection) {
        Identity identity = principal.identity();
        return Stream.of(
                        Stream.of(
                                        new RoomName.User(identity.user()),
                                        new RoomName.Entity(identity.entity()),
                                        new RoomName.Type(identity.entity().type()),
                                        new RoomName.App(identity.app().app()),
                                        new RoomName.All())
                                .map(Members::new),
                        identity.roles().stream().map(RoomName.Role::new).map(Members::new),
                        identity.scopes().stream().map(Scope::room).map(Members::new),
                        principal.tokenId().stream().map(Token::new),
                        connection.stream().map(Socket::new))
                .<RevokedSubject>flatMap(subjects -> subjects)
                .toList();
    }

    /** Reads a text; throws {@link MalformedKeyException} where it is none. */
    static RevokedSubject parse(String text) {
        int space = text.indexOf(' ');
        String rest = text.substring(space + 1);
        return switch (space < 0 ? "" : text.substring(0, space)) {
            case "room" -> new Members(RoomName.parse(rest));
            case "token" -> new Token(rest);
            case "socket" -> new Socket(new ConnectionId(rest));
            default -> throw new MalformedKeyException("a revocation is of a room, a token or a socket");
        };
    }
}
