package io.trunkline.migration.step;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Names by a hash of 63 bits each, so that a million of them take 16 MB. That two of a million names count as one
 * happens once in ten million migrations; what then happens is that one connection is not told something.
 */
final class IdSet {
    private static final int FIRST = 1 << 10;

    private long[] slots = new long[FIRST];
    private int size;

    /** False where it is in it already. */
    boolean add(String name) {
        if (2 * size >= slots.length) {
            long[] old = slots;
            slots = new long[2 * old.length];
            Arrays.stream(old).filter(hash -> hash != 0).forEach(hash -> slots[slot(hash)] = hash);
        }
        long hash = hash(name);
        int slot = slot(hash);
        if (slots[slot] == hash) {
            return false;
        }
        slots[slot] = hash;
        size++;
        return true;
    }

    boolean contains(String name) {
        long hash = hash(name);
        return slots[slot(hash)] == hash;
    }

    int size() {
        return size;
    }

    private static long hash(String name) {
        // one bit is always set: zero is an empty slot
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits() | 1;
    }

    private int slot(long hash) {
        int at = Long.hashCode(hash * 0x9E3779B97F4A7C15L) & (slots.length - 1);
        while (slots[at] != 0 && slots[at] != hash) {
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }
}
