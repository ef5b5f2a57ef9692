package io.trunkline.core.policy;

import io.trunkline.routing.key.EntityRef;
import java.util.List;
import java.util.Optional;

/**
 * Some of a room's grants.
 *
 * @param next where the next page begins, 43 letters, digits, {@code -} and {@code _}; empty where there is none
 */
public record GrantPage(List<EntityRef> entities, Optional<String> next) {
    public GrantPage {
        entities = List.copyOf(entities);
    }
}
