package io.trunkline.rehearsal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The older app's records, and beside them a book of what its function wrote and removed: what is stored must be that
 * and nothing else, whoever else has been at work.
 */
final class OlderBook {
    private final OlderRecords records;
    private final Map<String, String> expected = new TreeMap<>();
    private final Map<String, String> told = new HashMap<>();

    OlderBook(OlderRecords records) {
        this.records = records;
    }

    OlderRecords records() {
        return records;
    }

    void connected(String connection, Person person, Instant at) {
        note(records.connected(connection, person, at));
        synchronized (expected) {
            told.put(connection, person.id());
        }
    }

    void disconnected(String connection, Instant at) {
        note(records.disconnected(connection, at));
    }

    private void note(OlderRecords.Change change) {
        synchronized (expected) {
            change.removed().forEach(expected::remove);
            change.written().forEach(row -> expected.put(row.key(), row.text()));
        }
    }

    /** Connections that the function was told of, whether they have ended or not, by whom they stand for. */
    Map<String, String> told() {
        synchronized (expected) {
            return Map.copyOf(told);
        }
    }

    int size() {
        synchronized (expected) {
            return expected.size();
        }
    }

    /** Some of the records that are not as the function left them; none where all are. */
    List<String> differences() {
        Map<String, String> stored = new TreeMap<>();
        records.rows().forEach(row -> stored.put(row.key(), row.text()));
        List<String> found = new ArrayList<>();
        synchronized (expected) {
            TreeSet<String> keys = new TreeSet<>(expected.keySet());
            keys.addAll(stored.keySet());
            for (String key : keys) {
                String before = expected.getOrDefault(key, "nothing");
                String after = stored.getOrDefault(key, "nothing");
                if (!before.equals(after)) {
                    found.add(key + " was left as " + before + " and is " + after);
                }
            }
        }
        return found.stream().limit(5).toList();
    }
}
