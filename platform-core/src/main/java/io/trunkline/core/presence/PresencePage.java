package io.trunkline.core.presence;

import java.util.List;
import java.util.Optional;

/**
 * Some of the entities in a room.
 *
 * @param entities may be empty although there is a next page
 * @param next where the next page starts, or empty at the end
 */
public record PresencePage(List<Placed> entities, Optional<String> next) {
    /**
     * An entity and where a page that ends with it is gone on from.
     *
     * @param place 1 to 37 digits
     */
    public record Placed(PresentEntity entity, String place) {}

    public PresencePage {
        entities = List.copyOf(entities);
    }
}
