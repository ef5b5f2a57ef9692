package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.schema.Attributes;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A connection as an item. No token is ever part of it. */
final class ConnectionItems {
    /** The attributes of a token. */
    static final List<String> TOKEN =
            List.of(Attributes.TOKEN_ID, Attributes.TOKEN_ISSUED_AT, Attributes.TOKEN_EXPIRES_AT);

    private ConnectionItems() {}

    static Map<String, AttributeValue> key(ConnectionId id) {
        return Map.of(Attributes.CONNECTION_ID, Items.text(id.value()));
    }

    static Map<String, AttributeValue> write(Connection connection) {
        Identity identity = connection.principal().identity();
        Map<String, AttributeValue> item = new HashMap<>(key(connection.id()));
        item.put(Attributes.APP, Items.text(identity.app().toString()));
        item.put(Attributes.USER, Items.text(identity.user()));
        item.put(Attributes.ENTITY, Items.text(identity.entity().toString()));
        if (!identity.roles().isEmpty()) {
            item.put(Attributes.ROLES, Items.texts(identity.roles()));
        }
        if (!identity.scopes().isEmpty()) {
            // as "name:value": a name holds no colon
            item.put(
                    Attributes.SCOPES,
                    Items.texts(identity.scopes().stream()
                            .map(scope -> scope.room().toString())
                            .collect(Collectors.toSet())));
        }
        item.putAll(token(connection.principal()));
        item.put(Attributes.ENDPOINT, Items.text(connection.endpoint().toString()));
        item.put(Attributes.DIALECT, Items.text(connection.dialect()));
        connection.platform().ifPresent(platform -> item.put(Attributes.PLATFORM, Items.text(platform)));
        item.put(Attributes.CONNECTED_AT, Items.number(connection.connectedAt().toEpochMilli()));
        item.put(Attributes.EXPIRES_AT, Items.seconds(connection.expiresAt()));
        return item;
    }

    /** What is stored of the token itself; of {@link #TOKEN} those that it has. */
    static Map<String, AttributeValue> token(Principal principal) {
        Map<String, AttributeValue> token = new HashMap<>();
        principal.tokenId().ifPresent(id -> token.put(Attributes.TOKEN_ID, Items.text(id)));
        principal.issuedAt().ifPresent(at -> token.put(Attributes.TOKEN_ISSUED_AT, Items.seconds(at)));
        token.put(Attributes.TOKEN_EXPIRES_AT, Items.seconds(principal.expiresAt()));
        return token;
    }

    static Connection read(Map<String, AttributeValue> item) {
        Identity identity = new Identity(
                AppKey.parse(Items.requiredText(item, Attributes.APP)),
                Items.requiredText(item, Attributes.USER),
                EntityRef.parse(Items.requiredText(item, Attributes.ENTITY)),
                Items.texts(item, Attributes.ROLES),
                scopes(Items.texts(item, Attributes.SCOPES)));
        Principal principal = new Principal(
                identity,
                Items.text(item, Attributes.TOKEN_ID),
                Items.number(item, Attributes.TOKEN_ISSUED_AT).map(Instant::ofEpochSecond),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.TOKEN_EXPIRES_AT)));
        return new Connection(
                new ConnectionId(Items.requiredText(item, Attributes.CONNECTION_ID)),
                principal,
                GatewayEndpoint.parse(Items.requiredText(item, Attributes.ENDPOINT)),
                Items.requiredText(item, Attributes.DIALECT),
                Items.text(item, Attributes.PLATFORM),
                Instant.ofEpochMilli(Items.requiredNumber(item, Attributes.CONNECTED_AT)),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.EXPIRES_AT)));
    }

    /** Whether the item stands for a connection, and not for a disconnect that came first. */
    static boolean isConnection(Map<String, AttributeValue> item) {
        return item.containsKey(Attributes.APP);
    }

    private static Set<Scope> scopes(Set<String> texts) {
        return texts.stream()
                .map(text -> {
                    int colon = text.indexOf(':');
                    return new Scope(text.substring(0, colon), text.substring(colon + 1));
                })
                .collect(Collectors.toUnmodifiableSet());
    }
}
