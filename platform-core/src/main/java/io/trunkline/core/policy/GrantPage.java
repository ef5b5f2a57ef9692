package io.trunkline.core.policy;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.EntityRef;
import java.util.List;
import java.util.Optional;

/**
 * Some of a room's grants.
 *
 * @param next where the next page begins, 43 letters, digits, {@code -} and {@code _}; empty where there is none
 */
public record GrantPage(List<Standing> standings, Optional<String> next) {
    public GrantPage {
        standings = List.copyOf(standings);
    }

    /** The entities among them. */
    public List<EntityRef> entities() {
        return standings.stream()
                .flatMap(standing -> standing.asEntity().stream())
                .toList();
    }
}
