package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.migration.source.SourceRecord;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Maps one record by itself; what only several records together tell is {@link Gathering}'s. */
public final class RecordMapper {
    /** How far the clocks of an older system and of this machine may be apart. */
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Mapping mapping;
    private final Optional<ZoneId> zone;
    private final Instant now;

    /** @param zone the operator's, which goes before the mapping's own */
    public RecordMapper(Mapping mapping, Optional<ZoneId> zone, Instant now) {
        this.mapping = mapping;
        this.zone = zone.or(mapping::zone);
        this.now = now;
    }

    public MapOutcome map(Collection collection, SourceRecord record) {
        String origin = record.origin();
        List<Repair> repairs = new ArrayList<>();
        ObjectNode clean = Secrets.without(collection.secrets(), origin, record.fields(), repairs);
        if (record.fault().isPresent()) {
            return left(origin, UnmappedReason.UNREADABLE, record.fault().get(), clean, repairs);
        }
        MapOutcome outcome =
                switch (collection) {
                    case Collection.Connections connections -> connection(connections, origin, clean, repairs);
                    case Collection.Subscriptions subscriptions -> subscription(subscriptions, origin, clean, repairs);
                };
        // only now, as a value may be made of what is personal: the files of a plan keep none of it
        collection.personal().stream().filter(clean::has).forEach(name -> clean.put(name, "withheld"));
        return outcome;
    }

    private MapOutcome connection(Collection.Connections as, String origin, ObjectNode fields, List<Repair> repairs) {
        if (any(as.presence(), fields)) {
            return left(origin, UnmappedReason.PRESENCE, "", fields, repairs);
        }
        Optional<String> id = as.id().in(fields);
        if (id.isEmpty()) {
            return left(origin, UnmappedReason.NO_ID, "", fields, repairs);
        }
        if (any(as.inactive(), fields)) {
            return left(origin, UnmappedReason.INACTIVE, said(as.inactive(), fields), fields, repairs);
        }
        Optional<Collection.Visit> visit =
                as.visit().filter(candidate -> candidate.when().holds(fields));
        if (visit.isPresent()) {
            Optional<String> room = visit.get()
                    .id()
                    .in(fields)
                    .map(part -> RoomNaming.filled(visit.get().room(), part));
            return room.isEmpty()
                    ? left(origin, UnmappedReason.GHOST, "it waits for nothing", fields, repairs)
                    : timed(
                            as,
                            origin,
                            fields,
                            repairs,
                            id.get(),
                            visitor(id.get(), visit.get().type(), room.get()));
        }
        if (any(as.unproved(), fields)) {
            return left(origin, UnmappedReason.UNPROVED, said(as.unproved(), fields), fields, repairs);
        }
        Optional<String> user = as.user().in(fields);
        Optional<String> entity = as.entityId().in(fields);
        if (user.isEmpty() || entity.isEmpty()) {
            return left(origin, UnmappedReason.GHOST, "", fields, repairs);
        }
        Optional<String> theirType = as.type().value().in(fields);
        Optional<String> type = theirType.isPresent()
                ? as.type().of(theirType.get())
                : as.type().otherwise();
        if (type.isEmpty()) {
            return left(origin, UnmappedReason.UNKNOWN_TYPE, theirType.orElse("none"), fields, repairs);
        }
        if (as.type().repairs() && theirType.isPresent() && !type.equals(theirType)) {
            repairs.add(
                    new Repair(origin, RepairKind.ENTITY_TYPE, as.type().value().name(), theirType.get(), type.get()));
        }
        List<Unmapped> parts = new ArrayList<>();
        Who who = new Who(
                user.get(),
                type.get(),
                entity.get(),
                roles(as, origin, fields, repairs),
                scopes(as, fields),
                rooms(as, origin, fields, parts),
                false,
                parts);
        return timed(as, origin, fields, repairs, id.get(), who);
    }

    /** What a record says beside when its connection began. */
    private record Who(
            String user,
            String type,
            String entity,
            Set<String> roles,
            Set<String> scopes,
            List<String> rooms,
            boolean visits,
            List<Unmapped> parts) {}

    /** Nobody, under the connection's own id. */
    private static Who visitor(String id, String type, String room) {
        return new Who("visitor/" + id, type, id, Set.of(), Set.of(), List.of(room), true, List.of());
    }

    private MapOutcome timed(
            Collection.Connections as, String origin, ObjectNode fields, List<Repair> repairs, String id, Who who) {
        Instant connectedAt;
        Optional<Instant> expiry;
        try {
            Optional<TimeValue.Read> began = as.connectedAt().in(origin, fields, zone);
            if (began.isEmpty()) {
                return left(
                        origin,
                        UnmappedReason.BAD_TIME,
                        as.connectedAt().value().name() + " is missing",
                        fields,
                        repairs);
            }
            connectedAt = began.get().at();
            repairs.addAll(began.get().repairs());
            Optional<TimeValue.Read> ends = as.expiresAt().flatMap(time -> time.in(origin, fields, zone));
            expiry = ends.map(TimeValue.Read::at);
            ends.ifPresent(read -> repairs.addAll(read.repairs()));
        } catch (DateTimeException e) {
            return left(origin, UnmappedReason.BAD_TIME, String.valueOf(e.getMessage()), fields, repairs);
        }
        if (connectedAt.isAfter(now.plus(CLOCKS_APART))) {
            return left(
                    origin,
                    UnmappedReason.BAD_TIME,
                    "it begins at " + connectedAt + ", which is to come; is it another zone's?",
                    fields,
                    repairs);
        }
        if (!now.isBefore(connectedAt.plus(ConnectionLifetime.LONGEST))) {
            return left(
                    origin,
                    UnmappedReason.EXPIRED,
                    "it began at " + connectedAt + "; API Gateway has cut it",
                    fields,
                    repairs);
        }
        MapOutcome.Connected connected = new MapOutcome.Connected(
                new MappedConnection(
                        origin,
                        id,
                        who.user(),
                        who.type(),
                        who.entity(),
                        who.roles(),
                        who.scopes(),
                        who.rooms(),
                        who.visits(),
                        as.platform().flatMap(value -> value.in(fields)),
                        as.endpoint().flatMap(value -> value.in(fields)).flatMap(RecordMapper::endpoint),
                        connectedAt,
                        expiry,
                        List.of()),
                repairs,
                who.parts());
        return expiry.filter(end -> !now.isBefore(end)).isPresent()
                ? new MapOutcome.Doubtful(
                        connected,
                        Unmapped.whole(origin, UnmappedReason.EXPIRED, "it ended at " + expiry.get(), fields))
                : connected;
    }

    private Set<String> roles(Collection.Connections as, String origin, ObjectNode fields, List<Repair> repairs) {
        if (as.roles().isEmpty()) {
            return Set.of();
        }
        Naming naming = as.roles().get();
        Set<String> roles = new LinkedHashSet<>();
        for (String theirs : texts(Value.at(fields, naming.value().name()))) {
            String ours = naming.names().getOrDefault(theirs, theirs);
            if (!ours.equals(theirs)) {
                repairs.add(new Repair(
                        origin, RepairKind.ROLE_SPELLING, naming.value().name(), theirs, ours));
            }
            roles.add(ours);
        }
        return roles;
    }

    private static Set<String> scopes(Collection.Connections as, ObjectNode fields) {
        Set<String> scopes = new LinkedHashSet<>();
        for (Map.Entry<String, Value> scope : as.scopes().entrySet()) {
            scope.getValue().in(fields).ifPresent(value -> scopes.add(scope.getKey() + ":" + value));
        }
        return scopes;
    }

    private List<String> rooms(Collection.Connections as, String origin, ObjectNode fields, List<Unmapped> parts) {
        List<String> rooms = new ArrayList<>();
        for (String theirs :
                as.rooms().map(name -> texts(Value.at(fields, name))).orElse(List.of())) {
            mapping.rooms()
                    .of(theirs)
                    .ifPresentOrElse(
                            rooms::add,
                            () -> parts.add(Unmapped.part(origin, UnmappedReason.UNKNOWN_ROOM, theirs, fields)));
        }
        return rooms;
    }

    private MapOutcome subscription(
            Collection.Subscriptions as, String origin, ObjectNode fields, List<Repair> repairs) {
        if (any(as.state(), fields)) {
            return left(origin, UnmappedReason.STATE, said(as.state(), fields), fields, repairs);
        }
        Optional<String> connection = as.connection().in(fields);
        if (connection.isEmpty()) {
            return left(origin, UnmappedReason.NO_ID, "", fields, repairs);
        }
        if (any(as.inactive(), fields)) {
            return left(origin, UnmappedReason.INACTIVE, said(as.inactive(), fields), fields, repairs);
        }
        Optional<String> room = Optional.empty();
        Optional<String> theirs = as.room().flatMap(value -> value.in(fields));
        if (theirs.isPresent()) {
            room = mapping.rooms().of(theirs.get());
            if (room.isEmpty()) {
                return left(origin, UnmappedReason.UNKNOWN_ROOM, theirs.get(), fields, repairs);
            }
        }
        Optional<String> id = as.id().flatMap(value -> value.in(fields));
        int underline = id.map(text -> text.indexOf('_')).orElse(-1);
        if (underline > 0 && id.get().contains("=_") && !id.get().startsWith(connection.get() + "_")) {
            repairs.add(new Repair(
                    origin,
                    RepairKind.RELINKED,
                    as.id().map(Value::name).orElse(""),
                    id.get().substring(0, id.get().indexOf("=_") + 1),
                    connection.get()));
        }
        return new MapOutcome.Subscribed(
                new MappedSubscription(
                        origin,
                        connection.get(),
                        room,
                        as.proof().filter(proof -> proof.holds(fields)).map(_ -> as.provesType())),
                repairs);
    }

    private static MapOutcome.Left left(
            String origin, UnmappedReason reason, String detail, ObjectNode fields, List<Repair> repairs) {
        return new MapOutcome.Left(Unmapped.whole(origin, reason, detail, fields), repairs);
    }

    private static boolean any(List<Condition> conditions, ObjectNode fields) {
        return conditions.stream().anyMatch(condition -> condition.holds(fields));
    }

    private static String said(List<Condition> conditions, ObjectNode fields) {
        return conditions.stream()
                .filter(condition -> condition.holds(fields))
                .findFirst()
                .map(condition -> condition.field() + " is "
                        + Value.at(fields, condition.field()).asText())
                .orElse("");
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(part -> texts.add(part.asText()));
        } else if (node.isValueNode() && !node.isNull()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** {@code apiId/stage} of a management or socket URL of API Gateway, or of a text that is that already. */
    static Optional<String> endpoint(String text) {
        if (!text.contains("://")) {
            return Optional.of(text).filter(endpoint -> endpoint.matches("[^/]+/[^/]+"));
        }
        try {
            URI url = URI.create(text);
            String host = String.valueOf(url.getHost());
            String path = String.valueOf(url.getPath()).replaceAll("^/+|/+$", "");
            int dot = host.indexOf('.');
            return dot > 0 && host.substring(dot).startsWith(".execute-api.") && path.matches("[^/]+")
                    ? Optional.of(host.substring(0, dot) + "/" + path)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
