package io.trunkline.core.sweep;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryConnectionCounter;
import io.trunkline.core.testing.InMemoryConnectionScan;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemorySubscriptionScan;
import io.trunkline.core.testing.InMemorySubscriptionStore;
import io.trunkline.core.testing.InMemorySweepState;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A sweep over stores in memory, with a clock that is moved by hand. */
final class SweepRig {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    static final Duration GRACE = Duration.ofSeconds(60);
    static final Duration LONG = Duration.ofHours(12);

    final TestClock clock = new TestClock(START);
    final InMemoryConnectionStore connections = new InMemoryConnectionStore();
    final InMemorySubscriptionStore subscriptions = new InMemorySubscriptionStore();
    final InMemorySweepState state = new InMemorySweepState();
    final HeldConnections gateway = new HeldConnections();
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    final InMemoryPresenceStore presences = new InMemoryPresenceStore();
    private final RoomPresence presence = new RoomPresence(registry, presences);
    private final InMemoryConnectionScan scan = new InMemoryConnectionScan(connections);
    private final Random random = new Random(1);
    private final SweepOptions options;

    SweepRig() {
        this(new SweepOptions(1000, 200, GRACE, 100, 4));
    }

    SweepRig(SweepOptions options) {
        this.options = options;
    }

    ConnectionStep connectionStep() {
        return new ConnectionStep(
                scan,
                connections,
                new ConnectionCleanup(
                        registry,
                        connections,
                        subscriptions,
                        new TenantConnectionLimit(new InMemoryConnectionCounter()),
                        presence),
                gateway,
                new Farewell(gateway, new DialectRegistry(List.of(new V1Dialect())), _ -> {}, new Random(1)),
                options,
                random,
                clock);
    }

    OrphanStep orphanStep() {
        return new OrphanStep(new InMemorySubscriptionScan(subscriptions), scan, presence, options, clock);
    }

    Sweep sweep(SweepStep... steps) {
        return new Sweep(List.of(steps), state, options, random, clock);
    }

    SweepReport.Swept run() {
        return run(false, connectionStep(), orphanStep());
    }

    SweepReport.Swept runThoroughly() {
        return run(true, connectionStep(), orphanStep());
    }

    SweepReport.Swept run(boolean thorough, SweepStep... steps) {
        return (SweepReport.Swept) sweep(steps).run(thorough, deadline());
    }

    Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(45), clock);
    }

    /** Live, stored, in its automatic rooms; begun now. */
    Connection connect(String id, Duration tokenLife) {
        Connection connection = connection(id, clock.instant().plus(tokenLife));
        connections.save(connection);
        join(connection);
        gateway.hold(connection.id());
        return connection;
    }

    Connection connection(String id, Instant tokenExpiry) {
        return new Connection(
                new ConnectionId(id),
                new Principal(Wizz.driver(), Optional.empty(), Optional.empty(), tokenExpiry),
                new GatewayEndpoint("abc123", "dev"),
                "trunkline.v1",
                Optional.empty(),
                clock.instant(),
                ConnectionLifetime.expiresAt(clock.instant()));
    }

    void join(Connection connection) {
        subscriptions.join(
                RoomShards.automatic(Wizz.tenant(), connection.principal().identity(), connection.id()).stream()
                        .map(room -> new Subscription(
                                room,
                                connection.id(),
                                connection.endpoint(),
                                connection.dialect(),
                                connection.expiresAt()))
                        .toList());
    }

    boolean isStored(Connection connection) {
        return connections.rows().stream().anyMatch(row -> row.id().equals(connection.id()));
    }

    int roomsOf(Connection connection) {
        return subscriptions.roomsOf(connection.id()).size();
    }
}
