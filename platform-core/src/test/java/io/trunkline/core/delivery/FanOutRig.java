package io.trunkline.core.delivery;

import com.fasterxml.jackson.databind.node.NullNode;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;

/** A fan-out over stores in memory, a scripted gateway and virtual time. */
final class FanOutRig {
    static final TenantId WIZZ = new TenantId("wizz");
    static final RoomShard ORDER = room("order:o-9");
    static final RoomShard BRANCH = room("branch:b-1");
    static final GatewayEndpoint HOME = new GatewayEndpoint("home", "dev");
    static final GatewayEndpoint LEGACY = new GatewayEndpoint("legacy", "prod");
    static final Duration INVOCATION = Duration.ofSeconds(29);
    static final ServerEvent.Published EVENT = new ServerEvent.Published(
            "e-1", "order:o-9", "order.ready", NullNode.instance, Optional.empty(), VirtualTime.START);

    final VirtualTime time = new VirtualTime();
    final InMemoryAppRegistry registry =
            new InMemoryAppRegistry(Wizz.limited(OptionalInt.of(10_000), OptionalInt.empty()));
    final MemoryStores stores = new MemoryStores();
    final ScriptedGateway gateway = new ScriptedGateway(time);
    final TestDialect plain = new TestDialect("plain", 0);
    final TestDialect wordy = new TestDialect("wordy", 10);
    final TestDialect huge = new TestDialect("huge", 65_536);
    final TestDialect twice = new TestDialect("double", 0, 2);
    final TestDialect silent = new TestDialect("silent", 0, 0);
    private final long seed;
    private final DialectRegistry dialects = new DialectRegistry(List.of(plain, wordy, huge, twice, silent));

    FanOutRig() {
        this(7);
    }

    /** A rig whose jitter comes from {@code seed}. */
    FanOutRig(long seed) {
        this.seed = seed;
    }

    static RoomShard room(String name) {
        return new RoomShard(new RoomKey(WIZZ, RoomName.parse(name)), 0);
    }

    static ConnectionId id(int number) {
        return new ConnectionId("c%05d=".formatted(number));
    }

    FanOut fanOut(FanOutOptions options) {
        return new FanOut(stores, gateway, dialects, cleanup(), time, new Random(seed), options);
    }

    /** A fan-out with a queue behind it. */
    FanOut queued(FanOutOptions options, HandOver handOver) {
        return new FanOut(
                stores,
                gateway,
                dialects,
                cleanup(),
                time,
                new Random(seed),
                options,
                Optional.of(handOver),
                CoalescingWindow.NONE,
                time);
    }

    FanOutShared shared(FanOutOptions options) {
        return new FanOutShared(
                stores,
                gateway,
                dialects,
                cleanup(),
                time,
                new Backoff(options.backoffBase(), options.backoffCap(), new Random(seed)),
                options,
                new PostGate(options.parallelPosts(), options.postsPerSecond(), time, time),
                new Semaphore(options.parallelPrunes(), true),
                new Coalescer(),
                CoalescingWindow.NONE);
    }

    private ConnectionCleanup cleanup() {
        return new ConnectionCleanup(
                registry,
                stores,
                stores,
                new TenantConnectionLimit(stores),
                new RoomPresence(registry, new InMemoryPresenceStore()));
    }

    Deadline deadline() {
        return Deadline.in(INVOCATION, time);
    }

    DeliveryReceipt deliver(RoomShard... shards) {
        return fanOut(FanOutOptions.DEFAULTS).deliver(List.of(shards), EVENT, deadline());
    }

    DeliveryReceipt deliver(FanOutOptions options, Deadline deadline) {
        return fanOut(options).deliver(List.of(ORDER), EVENT, deadline);
    }

    /** A connection of some minutes' age, by the plain dialect, at home. */
    ConnectionId join(int number, RoomShard... rooms) {
        return join(number, HOME, "plain", time.instant().minusSeconds(300), rooms);
    }

    ConnectionId join(int number, GatewayEndpoint endpoint, String dialect, Instant connectedAt, RoomShard... rooms) {
        ConnectionId id = id(number);
        Instant expiresAt = ConnectionLifetime.expiresAt(connectedAt);
        Identity identity = new Identity(
                AppKey.parse("wizz/drivers"), "u-" + number, EntityRef.parse("driver/d-" + number), Set.of(), Set.of());
        Principal principal = new Principal(identity, Optional.empty(), Optional.empty(), expiresAt);
        stores.save(new Connection(id, principal, endpoint, dialect, Optional.empty(), connectedAt, expiresAt));
        stores.opened(WIZZ, connectedAt);
        for (RoomShard room : rooms) {
            stores.join(List.of(new Subscription(room, id, endpoint, dialect, expiresAt)));
        }
        return id;
    }

    List<ConnectionId> joinAll(int count, RoomShard... rooms) {
        return IntStream.range(0, count).mapToObj(i -> join(i, rooms)).toList();
    }

    List<ConnectionId> reached() {
        return gateway.delivered().stream()
                .map(ScriptedGateway.Post::connection)
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .toList();
    }
}
