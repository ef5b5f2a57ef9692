package io.trunkline.core.app;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.util.Optional;

/**
 * What somebody may stand for: an entity, {@code driver/d-7}, or a value of a scope that many may hold,
 * {@code branch:b-1}. Rooms are granted to either, and a user may be a member of either. Names hold neither separator,
 * so whichever stands first says which it is.
 */
public sealed interface Standing {
    /** One entity. */
    record Of(EntityRef entity) implements Standing {
        @Override
        public boolean isHeldBy(Identity identity) {
            return identity.entity().equals(entity);
        }

        @Override
        public String toString() {
            return entity.toString();
        }
    }

    /** Everyone who holds a value of a scope. */
    record Within(Scope scope) implements Standing {
        @Override
        public boolean isHeldBy(Identity identity) {
            return identity.scopes().contains(scope);
        }

        @Override
        public String toString() {
            return scope.name() + ":" + scope.value();
        }
    }

    /** Whether {@code identity} stands for this. */
    boolean isHeldBy(Identity identity);

    /** The entity; empty where it is a scope's value. */
    default Optional<EntityRef> asEntity() {
        return this instanceof Of(EntityRef entity) ? Optional.of(entity) : Optional.empty();
    }

    /** The scope's value; empty where it is an entity. */
    default Optional<Scope> asScope() {
        return this instanceof Within(Scope scope) ? Optional.of(scope) : Optional.empty();
    }

    /** Reads a text; throws {@link MalformedKeyException} where it is none. */
    static Standing parse(String text) {
        int slash = text.indexOf('/');
        int colon = text.indexOf(':');
        if (colon < 0 || (slash >= 0 && slash < colon)) {
            return new Of(EntityRef.parse(text));
        }
        return new Within(new Scope(text.substring(0, colon), text.substring(colon + 1)));
    }
}
