package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.presence.Departure;
import io.trunkline.core.presence.EntityStay;
import io.trunkline.core.presence.PresencePage;
import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.presence.PresentEntity;
import io.trunkline.core.presence.Reminder;
import io.trunkline.core.presence.ReminderPage;
import io.trunkline.core.presence.Settlement;
import io.trunkline.core.schema.PresenceKeys;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Presence in memory. */
public final class InMemoryPresenceStore implements PresenceStore {
    private final Map<RoomKey, NavigableMap<BigInteger, EntityStay>> rooms = new HashMap<>();
    private final NavigableMap<BigInteger, Reminder> reminders = new TreeMap<>();

    /** How many reminders there are, due or not. */
    public synchronized int reminders() {
        return reminders.size();
    }

    @Override
    public synchronized boolean join(
            RoomKey room, EntityRef entity, ConnectionId device, Instant expiresAt, Duration grace, Instant now) {
        EntityStay was = find(room, entity)
                .orElseGet(() ->
                        new EntityStay(entity, Map.of(), Optional.empty(), Optional.empty(), 0, Optional.empty()));
        boolean joined = !was.counts(grace, now);
        Map<ConnectionId, Instant> devices = new HashMap<>(was.devices());
        devices.put(device, expiresAt);
        put(
                room,
                new EntityStay(
                        entity,
                        devices,
                        joined ? Optional.of(now) : was.since(),
                        Optional.empty(),
                        was.version() + 1,
                        Optional.empty()));
        if (joined) {
            remind(new Reminder(room, entity, expiresAt.plus(grace)));
        }
        return joined;
    }

    @Override
    public synchronized void leave(RoomKey room, EntityRef entity, ConnectionId device, Duration grace, Instant now) {
        find(room, entity).ifPresent(was -> {
            EntityStay stay = was;
            if (was.devices().containsKey(device)) {
                Map<ConnectionId, Instant> devices = new HashMap<>(was.devices());
                devices.remove(device);
                stay = new EntityStay(
                        entity, devices, was.since(), Optional.of(now), was.version() + 1, was.claimedAt());
                put(room, stay);
            }
            if (stay.since().isPresent() && stay.liveDevices(now) == 0) {
                remind(new Reminder(room, entity, stay.due(grace, now)));
            }
        });
    }

    @Override
    public synchronized Optional<EntityRef> entityOf(RoomKey room, ConnectionId device) {
        return rooms.getOrDefault(room, new TreeMap<>()).values().stream()
                .filter(stay -> stay.devices().containsKey(device))
                .map(EntityStay::entity)
                .findFirst();
    }

    @Override
    public synchronized PresencePage page(
            RoomKey room, Optional<String> after, int limit, Duration grace, Instant now) {
        NavigableMap<BigInteger, EntityStay> all = rooms.getOrDefault(room, new TreeMap<>());
        NavigableMap<BigInteger, EntityStay> rest =
                after.map(place -> all.tailMap(new BigInteger(place), false)).orElse(all);
        List<PresencePage.Placed> entities = new ArrayList<>();
        Optional<String> last = Optional.empty();
        int seen = 0;
        for (Map.Entry<BigInteger, EntityStay> entry : rest.entrySet()) {
            if (++seen > limit) {
                return new PresencePage(entities, last);
            }
            last = Optional.of(entry.getKey().toString());
            EntityStay stay = entry.getValue();
            if (stay.counts(grace, now)) {
                entities.add(new PresencePage.Placed(
                        new PresentEntity(
                                stay.entity(),
                                stay.liveDevices(now),
                                stay.since().orElseThrow()),
                        entry.getKey().toString()));
            }
        }
        return new PresencePage(entities, Optional.empty());
    }

    @Override
    public int parts() {
        return 1;
    }

    @Override
    public synchronized ReminderPage due(int part, Optional<String> after, int limit, Instant now) {
        List<Reminder> due = new ArrayList<>();
        BigInteger end = new BigInteger(PresenceKeys.remindersUntil(now));
        NavigableMap<BigInteger, Reminder> rest = after.map(
                        place -> reminders.subMap(new BigInteger(place), false, end, false))
                .orElseGet(() -> reminders.headMap(end, false));
        for (Map.Entry<BigInteger, Reminder> entry : rest.entrySet()) {
            due.add(entry.getValue());
            if (due.size() == limit) {
                return new ReminderPage(due, Optional.of(entry.getKey().toString()));
            }
        }
        return new ReminderPage(due, Optional.empty());
    }

    @Override
    public synchronized Settlement settle(Reminder reminder, Duration grace, Instant now) {
        Optional<EntityStay> found = find(reminder.room(), reminder.entity());
        if (found.isEmpty()) {
            reminders.remove(key(reminder));
            return new Settlement.Stays();
        }
        EntityStay stay = found.get();
        Instant due = stay.due(grace, now);
        if (due.isAfter(now)) {
            reminders.remove(key(reminder));
            remind(new Reminder(reminder.room(), reminder.entity(), due));
            return new Settlement.Stays();
        }
        if (stay.isClaimed(now)) {
            return new Settlement.Busy();
        }
        put(
                reminder.room(),
                new EntityStay(
                        stay.entity(),
                        stay.devices(),
                        Optional.empty(),
                        stay.leftAt(),
                        stay.version() + 1,
                        Optional.of(now)));
        return new Settlement.Left(new Departure(reminder, stay.awaySince(now).orElse(now), stay.version() + 1));
    }

    @Override
    public synchronized void announced(Departure departure) {
        Reminder reminder = departure.reminder();
        find(reminder.room(), reminder.entity())
                .filter(stay -> stay.version() == departure.version())
                .ifPresent(stay ->
                        rooms.getOrDefault(reminder.room(), new TreeMap<>()).remove(place(stay.entity())));
        reminders.remove(key(reminder));
    }

    private Optional<EntityStay> find(RoomKey room, EntityRef entity) {
        return Optional.ofNullable(rooms.getOrDefault(room, new TreeMap<>()).get(place(entity)));
    }

    private void put(RoomKey room, EntityStay stay) {
        rooms.computeIfAbsent(room, _ -> new TreeMap<>()).put(place(stay.entity()), stay);
    }

    private void remind(Reminder reminder) {
        reminders.put(key(reminder), reminder);
    }

    private static BigInteger key(Reminder reminder) {
        return new BigInteger(PresenceKeys.reminder(reminder.room(), reminder.entity(), reminder.due()));
    }

    private static BigInteger place(EntityRef entity) {
        return new BigInteger(PresenceKeys.entity(entity));
    }
}
