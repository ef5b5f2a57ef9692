package io.trunkline.migration.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One table, collection or file of a source, and how its records are read. */
public sealed interface Collection {
    /** Its name in the mapping file. */
    String name();

    /** The table's, collection's or file's name; {@code {stage}} stands for the source's stage. */
    String from();

    /** The column that a database's table is paged by. */
    String key();

    /** Fields that hold a raw token or another secret. */
    Set<String> secrets();

    /** Fields that say something of a person that no file is to keep, as an address or a name. */
    Set<String> personal();

    /** Records that are connections. */
    record Connections(
            String name,
            String from,
            String key,
            Set<String> secrets,
            Set<String> personal,
            Value id,
            Value user,
            Naming type,
            Value entityId,
            Optional<Naming> roles,
            Map<String, Value> scopes,
            Optional<Value> platform,
            Optional<Value> endpoint,
            Optional<String> rooms,
            TimeValue connectedAt,
            Optional<TimeValue> expiresAt,
            List<Condition> presence,
            List<Condition> inactive,
            List<Condition> unproved,
            Optional<Visit> visit)
            implements Collection {}

    /**
     * Which connections are nobody's, and wait in one room for one event.
     *
     * @param type the tenant's entity type of such visitors
     * @param room as the platform calls it, with one {@code {id}}
     * @param id what stands in the room's name
     */
    record Visit(Condition when, String type, String room, Value id) {}

    /** Records that are subscriptions, or prove something of a connection. */
    record Subscriptions(
            String name,
            String from,
            String key,
            Set<String> secrets,
            Set<String> personal,
            Value connection,
            Optional<Value> id,
            Optional<Value> room,
            List<Condition> state,
            List<Condition> inactive,
            Optional<Condition> proof,
            String provesType)
            implements Collection {}
}
