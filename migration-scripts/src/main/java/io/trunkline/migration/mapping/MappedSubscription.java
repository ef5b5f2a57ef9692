package io.trunkline.migration.mapping;

import java.util.Optional;

/**
 * A subscription that an older system kept in a row of its own.
 *
 * @param room as the platform calls it; empty where it is joined by itself, or where the row is evidence only
 * @param provesType the entity type that only such a subscription's owner can be of
 */
public record MappedSubscription(
        String origin, String connection, Optional<String> room, Optional<String> provesType) {}
