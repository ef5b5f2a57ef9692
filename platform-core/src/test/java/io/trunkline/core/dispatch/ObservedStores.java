package io.trunkline.core.dispatch;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.testing.InMemoryConnectionCounter;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.InMemorySubscriptionStore;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The stores of a connection, with every call kept, held up or failed as a test wishes. */
final class ObservedStores implements ConnectionStore, SubscriptionStore, ConnectionCounter {
    final InMemoryConnectionStore connections = new InMemoryConnectionStore();
    final InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
    final InMemoryConnectionCounter counter = new InMemoryConnectionCounter();

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final Set<String> failingLate = new HashSet<>();
    private Consumer<String> before = _ -> {};
    private boolean indexTrails;

    /** The calls so far, by the methods' names, and how many items where it matters. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    void forgetCalls() {
        calls.clear();
    }

    /** Runs before each call does anything. */
    void before(Consumer<String> action) {
        before = action;
    }

    /** The call throws and does nothing. */
    void fail(String call) {
        failing.add(call);
    }

    /** The call does what it should, and then throws. */
    void failLate(String call) {
        failingLate.add(call);
    }

    /** The index knows nothing yet. */
    void letTheIndexTrail() {
        indexTrails = true;
    }

    private void enter(String call) {
        calls.add(call);
        before.accept(call);
        if (failing.contains(call)) {
            throw new IllegalStateException("no answer to " + call);
        }
    }

    private void exit(String call) {
        if (failingLate.contains(call)) {
            throw new IllegalStateException("the answer to " + call + " was lost");
        }
    }

    @Override
    public SaveOutcome save(Connection connection) {
        enter("save");
        SaveOutcome outcome = connections.save(connection);
        exit("save");
        return outcome;
    }

    @Override
    public Optional<Connection> find(ConnectionId id, Instant now) {
        enter("find");
        return connections.find(id, now);
    }

    @Override
    public boolean refresh(ConnectionId id, Principal principal) {
        enter("refresh");
        return connections.refresh(id, principal);
    }

    @Override
    public Optional<Connection> remove(ConnectionId id, Instant now) {
        enter("remove");
        return connections.remove(id, now);
    }

    @Override
    public void join(Collection<Subscription> joining) {
        enter("join");
        subscriptions.join(joining);
        exit("join");
    }

    @Override
    public void leave(ConnectionId connection, Collection<RoomShard> rooms) {
        enter("leave");
        subscriptions.leave(connection, rooms);
    }

    @Override
    public List<RoomShard> roomsOf(ConnectionId connection) {
        enter("roomsOf");
        return indexTrails ? List.of() : subscriptions.roomsOf(connection);
    }

    @Override
    public SubscriptionPage page(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        enter("page");
        return subscriptions.page(room, after, limit, now);
    }

    @Override
    public long opened(TenantId tenant, Instant at) {
        enter("opened");
        return counter.opened(tenant, at);
    }

    @Override
    public long opened(TenantId tenant, String address, Instant at) {
        enter("opened");
        return counter.opened(tenant, address, at);
    }

    @Override
    public void closed(TenantId tenant, String address, Instant openedAt, Instant now) {
        enter("closed");
        counter.closed(tenant, address, openedAt, now);
    }

    @Override
    public void closed(TenantId tenant, Instant openedAt, Instant now) {
        enter("closed");
        counter.closed(tenant, openedAt, now);
    }
}
