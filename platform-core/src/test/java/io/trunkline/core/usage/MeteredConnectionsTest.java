package io.trunkline.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.testing.InMemoryConnectionStore;
import io.trunkline.core.testing.InMemoryUsageStore;
import io.trunkline.core.testing.Wizz;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeteredConnectionsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T13:30:00Z");
    private static final ConnectionId ID = new ConnectionId("L0SM9cOFIAMCEgA=");

    private final InMemoryUsageStore hours = new InMemoryUsageStore();
    private final UsageMeter meter = new UsageMeter(hours, new Random(1), () -> NOW);
    private final MeteredConnections connections = new MeteredConnections(new InMemoryConnectionStore(), meter);

    @Test
    void aConnectionThatEndsCountsItsMinutesRoundedUp() {
        connections.save(connection());
        connections.remove(ID, NOW.plusSeconds(60).plusMillis(1));

        assertThat(minutes()).isEqualTo(2);
    }

    @Test
    void whoeverTakesTheRowCountsAndNobodyElse() {
        connections.save(connection());
        connections.remove(ID, NOW.plusSeconds(10));
        connections.remove(ID, NOW.plusSeconds(500));

        assertThat(minutes()).isEqualTo(1);
    }

    @Test
    void aConnectionThatIsFoundLateCountsNoMoreThanTheTwoHoursThatTheGatewayGaveIt() {
        connections.save(connection());
        connections.remove(ID, NOW.plus(Duration.ofHours(9)));

        assertThat(minutes()).isEqualTo(120);
    }

    private long minutes() {
        meter.flush();
        return hours.read(Wizz.ID, Instant.EPOCH, NOW.plusSeconds(1)).stream()
                .mapToLong(entry -> entry.usage().connectionMinutes())
                .sum();
    }

    private static Connection connection() {
        return new Connection(
                ID,
                new Principal(Wizz.merchant(), Optional.of("jti-1"), Optional.of(NOW), NOW.plus(Duration.ofHours(1))),
                new GatewayEndpoint("a1b2c3d4e5", "prod"),
                "trunkline.v1",
                Optional.empty(),
                NOW,
                ConnectionLifetime.expiresAt(NOW));
    }
}
