package io.trunkline.migration.mapping;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * How an older system's records become connections of an app.
 *
 * @param app {@code tenant/app}
 * @param text of the file, from its first character to its last
 * @param zone of times that name none
 * @param newestOnly whether only the newest connection of a user and entity is kept, unless the gateway holds more
 */
public record Mapping(
        String system,
        String app,
        String dialect,
        SourceKind source,
        Optional<ZoneId> zone,
        boolean newestOnly,
        RoomNaming rooms,
        List<Collection> collections,
        String text) {
    /** What kind of store. */
    public enum SourceKind {
        DYNAMODB,
        POSTGRESQL,
        MONGODB,
        JSONLINES
    }

    public Mapping {
        collections = List.copyOf(collections);
    }
}
