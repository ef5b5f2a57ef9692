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

    /** Records that are connections. */
    record Connections(
            String name,
            String from,
            String key,
            Set<String> secrets,
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
            List<Condition> inactive)
            implements Collection {}

    /** Records that are subscriptions, or prove something of a connection. */
    record Subscriptions(
            String name,
            String from,
            String key,
            Set<String> secrets,
            Value connection,
            Optional<Value> id,
            Optional<Value> room,
            List<Condition> state,
            List<Condition> inactive,
            Optional<Condition> proof,
            String provesType)
            implements Collection {}
}
