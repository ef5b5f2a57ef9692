package io.trunkline.core.dynamo;

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

/** A principal as a part of an item: of a connection's, or of a ticket's. */
final class PrincipalItems {
    /** The attributes of a token. */
    static final List<String> TOKEN =
            List.of(Attributes.TOKEN_ID, Attributes.TOKEN_ISSUED_AT, Attributes.TOKEN_EXPIRES_AT);

    private PrincipalItems() {}

    static void put(Map<String, AttributeValue> item, Principal principal) {
        Identity identity = principal.identity();
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
        item.putAll(token(principal));
    }

    /** What is stored of the token itself; of {@link #TOKEN} those that it has. */
    static Map<String, AttributeValue> token(Principal principal) {
        Map<String, AttributeValue> token = new HashMap<>();
        principal.tokenId().ifPresent(id -> token.put(Attributes.TOKEN_ID, Items.text(id)));
        principal.issuedAt().ifPresent(at -> token.put(Attributes.TOKEN_ISSUED_AT, Items.seconds(at)));
        token.put(Attributes.TOKEN_EXPIRES_AT, Items.seconds(principal.expiresAt()));
        return token;
    }

    static Principal read(Map<String, AttributeValue> item) {
        Identity identity = new Identity(
                AppKey.parse(Items.requiredText(item, Attributes.APP)),
                Items.requiredText(item, Attributes.USER),
                EntityRef.parse(Items.requiredText(item, Attributes.ENTITY)),
                Items.texts(item, Attributes.ROLES),
                scopes(Items.texts(item, Attributes.SCOPES)));
        return new Principal(
                identity,
                Items.text(item, Attributes.TOKEN_ID),
                Items.number(item, Attributes.TOKEN_ISSUED_AT).map(Instant::ofEpochSecond),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.TOKEN_EXPIRES_AT)));
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
