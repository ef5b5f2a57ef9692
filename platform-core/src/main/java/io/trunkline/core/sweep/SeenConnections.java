package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionId;
import java.util.HashSet;
import java.util.Set;

/**
 * Connections whose row this run has read, so that their subscriptions need no look-up. It holds so many and forgets
 * the rest, who then cost a look-up each: a bound on memory, about 30 MB. Safe for use by several threads.
 */
public final class SeenConnections {
    static final int MOST = 250_000;

    private final Set<ConnectionId> ids = new HashSet<>();

    public synchronized void add(ConnectionId id) {
        if (ids.size() < MOST) {
            ids.add(id);
        }
    }

    public synchronized void remove(ConnectionId id) {
        ids.remove(id);
    }

    public synchronized boolean has(ConnectionId id) {
        return ids.contains(id);
    }
}
