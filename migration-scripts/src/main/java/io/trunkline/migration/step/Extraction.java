package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.migration.mapping.Collection;
import io.trunkline.migration.mapping.MapOutcome;
import io.trunkline.migration.mapping.MappedConnection;
import io.trunkline.migration.mapping.MappedSubscription;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.mapping.RecordMapper;
import io.trunkline.migration.mapping.Repair;
import io.trunkline.migration.mapping.RepairKind;
import io.trunkline.migration.mapping.Unmapped;
import io.trunkline.migration.mapping.UnmappedReason;
import io.trunkline.migration.source.RecordSource;
import io.trunkline.migration.source.SourcePage;
import io.trunkline.migration.source.SourceRecord;
import io.trunkline.routing.key.RoomName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a source from end to end and writes three files: the rows to store, what was mended, what is left behind. It
 * holds one page and one part of a spool at a time, however much there is; it writes nowhere else.
 */
final class Extraction {
    private final Mapping mapping;
    private final Function<Collection, RecordSource> sources;
    private final Targeting targeting;
    private final Liveness liveness;
    private final Progress progress;
    private final Map<RepairKind, Long> repairs = new EnumMap<>(RepairKind.class);
    private final Map<UnmappedReason, Long> unmapped = new EnumMap<>(UnmappedReason.class);
    private Instant now = Instant.EPOCH;
    private long read;
    private long attached;
    private long left;
    private long rooms;
    private long automatic;

    Extraction(
            Mapping mapping,
            Function<Collection, RecordSource> sources,
            Targeting targeting,
            Liveness liveness,
            Progress progress) {
        this.mapping = mapping;
        this.sources = sources;
        this.targeting = targeting;
        this.liveness = liveness;
        this.progress = progress;
    }

    private record Out(LineFile rows, LineFile repairs, LineFile unmapped) {}

    /** Writes into {@code folder}, over what an earlier run left there. */
    Extract into(Path folder, Optional<ZoneId> zone, Instant at) {
        now = at;
        try {
            Files.createDirectories(folder);
            LineFile rowsFile = new LineFile(folder.resolve(Extract.ROWS));
            LineFile repairsFile = new LineFile(folder.resolve(Extract.REPAIRS));
            LineFile unmappedFile = new LineFile(folder.resolve(Extract.UNMAPPED));
            try (rowsFile;
                    repairsFile;
                    unmappedFile;
                    Spool byId = new Spool(folder.resolve("spool"), "id");
                    Spool byOwner = new Spool(folder.resolve("spool"), "owner")) {
                Out out = new Out(rowsFile, repairsFile, unmappedFile);
                RecordMapper mapper = new RecordMapper(mapping, zone, now);
                for (Collection collection : mapping.collections()) {
                    readAll(collection, mapper, byId, out);
                }
                byId.full();
                gather(byId, byOwner, out);
                byOwner.full();
                single(byOwner, out);
            }
            Files.deleteIfExists(folder.resolve("spool"));
            if (read != rowsFile.lines() + attached + left) {
                throw new IllegalStateException(read + " records were read, of which " + rowsFile.lines()
                        + " are connections, " + attached + " went into one and " + left + " are left: one is missing");
            }
            return new Extract(
                    read,
                    rowsFile.lines(),
                    attached,
                    rooms,
                    automatic,
                    repairs,
                    unmapped,
                    Map.of(
                            Extract.ROWS, rowsFile.checksum(),
                            Extract.REPAIRS, repairsFile.checksum(),
                            Extract.UNMAPPED, unmappedFile.checksum()));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be written", e);
        }
    }

    private void readAll(Collection collection, RecordMapper mapper, Spool byId, Out out) throws IOException {
        try (RecordSource source = sources.apply(collection)) {
            Optional<String> next = Optional.empty();
            do {
                SourcePage page = source.page(next);
                for (SourceRecord record : page.records()) {
                    spool(mapper.map(collection, record), byId, out);
                    read++;
                }
                progress.at("records read", read, 0);
                next = page.next();
            } while (next.isPresent());
        }
    }

    private void spool(MapOutcome outcome, Spool byId, Out out) throws IOException {
        switch (outcome) {
            case MapOutcome.Connected connected -> spool(connected, Optional.empty(), byId, out);
            case MapOutcome.Doubtful doubtful ->
                spool(doubtful.connected(), Optional.of(doubtful.verdict()), byId, out);
            case MapOutcome.Subscribed subscribed -> {
                repaired(subscribed.repairs(), out);
                byId.put(subscribed.subscription().connection(), RowJson.of(subscribed.subscription()));
            }
            case MapOutcome.Left left -> {
                repaired(left.repairs(), out);
                leave(left.unmapped(), out);
            }
        }
    }

    private void spool(MapOutcome.Connected connected, Optional<Unmapped> doubt, Spool byId, Out out)
            throws IOException {
        repaired(connected.repairs(), out);
        for (Unmapped part : connected.parts()) {
            leave(part, out);
        }
        ObjectNode node = RowJson.of(connected.connection());
        doubt.ifPresent(verdict -> node.set("doubt", RowJson.of(verdict)));
        byId.put(connected.connection().id(), node);
    }

    private void gather(Spool byId, Spool byOwner, Out out) throws IOException {
        for (int part = 0; part < Spool.PARTS; part++) {
            Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
            for (JsonNode node : byId.part(part)) {
                String id = node.has("id")
                        ? node.path("id").asText()
                        : node.path("connection").asText();
                groups.computeIfAbsent(id, _ -> new ArrayList<>()).add(node);
            }
            for (List<JsonNode> group : groups.values()) {
                Optional<MappedConnection> one = together(group, out);
                if (one.isPresent()) {
                    byOwner.put(owner(one.get()), RowJson.of(one.get()));
                }
            }
            progress.at("parts gathered", part + 1L, Spool.PARTS);
        }
    }

    /** Of whom there may be one, or so many: a user's connections of one entity, a room's visitors. */
    private static String owner(MappedConnection connection) {
        if (connection.visits()) {
            return "visitors of " + connection.rooms().getFirst();
        }
        return connection.user().length() + " " + connection.user() + " " + connection.type() + "/"
                + connection.entityId();
    }

    private Optional<MappedConnection> together(List<JsonNode> group, Out out) throws IOException {
        List<JsonNode> shapes = group.stream()
                .filter(node -> node.has("id"))
                .sorted(Comparator.comparing((JsonNode node) -> node.has("doubt"))
                        .thenComparing(node -> -node.path("connectedAt").asLong()))
                .toList();
        List<MappedSubscription> subscriptions = group.stream()
                .filter(node -> !node.has("id"))
                .map(RowJson::subscription)
                .toList();
        if (shapes.isEmpty()) {
            for (MappedSubscription orphan : subscriptions) {
                leave(orphan(orphan), out);
            }
            return Optional.empty();
        }
        JsonNode newest = shapes.getFirst();
        MappedConnection connection = RowJson.connection(newest);
        Set<String> names = new LinkedHashSet<>(connection.rooms());
        List<String> with = new ArrayList<>();
        for (JsonNode other : shapes.subList(1, shapes.size())) {
            MappedConnection older = RowJson.connection(other);
            if (older.visits() == connection.visits()) {
                names.addAll(older.rooms());
            }
            with.add(older.origin());
            repaired(
                    List.of(new Repair(older.origin(), RepairKind.MERGED, "id", older.id(), connection.origin())), out);
        }
        if (newest.has("doubt")) {
            if (!liveness.mayBeHeld(connection)) {
                leave(RowJson.unmapped(newest.path("doubt")), out);
                left += with.size();
                for (MappedSubscription orphan : subscriptions) {
                    leave(orphan(orphan), out);
                }
                return Optional.empty();
            }
            repaired(List.of(held(connection, "its time was over")), out);
        }
        for (MappedSubscription subscription : subscriptions) {
            subscription.room().ifPresent(names::add);
            with.add(subscription.origin());
            String type = connection.type();
            if (subscription.provesType().isPresent()
                    && !subscription.provesType().get().equals(type)) {
                String proven = subscription.provesType().get();
                repaired(
                        List.of(new Repair(
                                connection.origin(),
                                RepairKind.ENTITY_TYPE,
                                "entity type, proved by " + subscription.origin(),
                                type,
                                proven)),
                        out);
                connection = connection.withType(proven);
            }
        }
        return Optional.of(connection.gathered(List.copyOf(names), with));
    }

    private static Unmapped orphan(MappedSubscription subscription) {
        return Unmapped.whole(
                subscription.origin(), UnmappedReason.ORPHAN, subscription.connection(), RowJson.of(subscription));
    }

    private static Repair held(MappedConnection connection, String before) {
        return new Repair(connection.origin(), RepairKind.HELD_BY_GATEWAY, "connection", before, "carried over");
    }

    private void single(Spool byOwner, Out out) throws IOException {
        for (int part = 0; part < Spool.PARTS; part++) {
            Map<String, List<MappedConnection>> owners = new LinkedHashMap<>();
            for (JsonNode node : byOwner.part(part)) {
                MappedConnection connection = RowJson.connection(node);
                owners.computeIfAbsent(owner(connection), _ -> new ArrayList<>())
                        .add(connection);
            }
            for (List<MappedConnection> all : owners.values()) {
                all.sort(Comparator.comparing(MappedConnection::connectedAt).reversed());
                if (all.getFirst().visits()) {
                    visitors(all, out);
                } else {
                    connections(all, out);
                }
            }
        }
    }

    private void connections(List<MappedConnection> newestFirst, Out out) throws IOException {
        MappedConnection newest = newestFirst.getFirst();
        for (int i = 0; i < newestFirst.size(); i++) {
            MappedConnection connection = newestFirst.get(i);
            if (i > 0 && mapping.newestOnly()) {
                if (!liveness.mayBeHeld(connection)) {
                    leave(connection, UnmappedReason.DUPLICATE, "connected again as " + newest.id(), out);
                    continue;
                }
                repaired(List.of(held(connection, "the same user connected again later")), out);
            }
            target(connection, out);
        }
    }

    /** As many of a room as may wait in it: the newest, as those are the likeliest to be there still. */
    private void visitors(List<MappedConnection> newestFirst, Out out) throws IOException {
        int most = targeting.visitorsOfOneRoom();
        for (int i = 0; i < newestFirst.size(); i++) {
            if (i < most) {
                target(newestFirst.get(i), out);
            } else {
                leave(newestFirst.get(i), UnmappedReason.ROOM_FULL, "at most " + most, out);
            }
        }
    }

    private void target(MappedConnection connection, Out out) throws IOException {
        switch (targeting.of(connection)) {
            case Targeting.Targeted.Row row
            when !now.isBefore(row.connection().expiresAt()) ->
                leave(
                        connection,
                        UnmappedReason.VISIT_OVER,
                        "it was over at " + row.connection().expiresAt(),
                        out);
            case Targeting.Targeted.Row row -> {
                out.rows().add(RowJson.of(connection));
                attached += connection.with().size();
                for (String refused : row.refused()) {
                    leave(
                            Unmapped.part(
                                    connection.origin(), UnmappedReason.ROOM_REFUSED, refused, RowJson.of(connection)),
                            out);
                }
                for (RoomName room : row.automatic()) {
                    repaired(
                            List.of(new Repair(
                                    connection.origin(),
                                    RepairKind.AUTOMATIC_ROOM,
                                    "rooms",
                                    room.toString(),
                                    "automatic")),
                            out);
                }
                rooms += row.rooms().size();
                automatic += RoomShards.automatic(
                                targeting.tenant(),
                                row.connection().principal().identity(),
                                row.connection().id())
                        .size();
            }
            case Targeting.Targeted.Refused refused -> leave(connection, refused.reason(), refused.detail(), out);
        }
    }

    private void repaired(List<Repair> some, Out out) throws IOException {
        for (Repair repair : some) {
            repairs.merge(repair.kind(), 1L, Long::sum);
            out.repairs().add(RowJson.of(repair));
        }
    }

    /** A connection with all that went into it. */
    private void leave(MappedConnection connection, UnmappedReason reason, String detail, Out out) throws IOException {
        leave(Unmapped.whole(connection.origin(), reason, detail, RowJson.of(connection)), out);
        left += connection.with().size();
    }

    private void leave(Unmapped record, Out out) throws IOException {
        unmapped.merge(record.reason(), 1L, Long::sum);
        out.unmapped().add(RowJson.of(record));
        if (!record.part()) {
            left++;
        }
    }
}
