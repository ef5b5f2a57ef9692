package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Principal;
import io.trunkline.core.schema.Attributes;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A principal as a part of an item: of a connection's, or of a ticket's. */
final class PrincipalItems {
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
        principal.tokenId().ifPresent(id -> item.put(Attributes.TOKEN_ID, Items.text(id)));
        principal.issuedAt().ifPresent(at -> item.put(Attributes.TOKEN_ISSUED_AT, Items.seconds(at)));
        item.put(Attributes.TOKEN_EXPIRES_AT, Items.seconds(principal.expiresAt()));
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
