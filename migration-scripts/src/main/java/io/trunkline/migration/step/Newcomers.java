package io.trunkline.migration.step;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sighting;
import io.trunkline.migration.target.SharedRow;
import io.trunkline.migration.target.SharedTables;
import io.trunkline.routing.key.AppKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections of the older API that began while it led here: the older app does not know them. Whoever is closed
 * connects again, to the older app, which hears of the end of the one before; so its row is taken back here.
 */
final class Newcomers {
    private static final Duration CALL = Duration.ofSeconds(5);

    private final Platform platform;
    private final SharedTables tables;
    private final AppKey app;
    private final Progress progress;
    private long found;
    private long closed;

    Newcomers(Platform platform, Tenant tenant, AppKey app, Progress progress) {
        this.platform = platform;
        this.tables = platform.tables(tenant);
        this.app = app;
        this.progress = progress;
    }

    /** Counts them: one scan of the connections table. */
    void count(GatewayEndpoint api, Instant now) {
        rows().behind(api, now, _ -> found++);
    }

    /** Closes them, but for those of {@code brought}, and takes back their rows: one scan of the connections table. */
    void close(GatewayEndpoint api, Instant now, IdSet brought) {
        List<Connection> newcomers = new ArrayList<>();
        rows().behind(api, now, connection -> {
            if (!brought.contains(connection.id().value())) {
                newcomers.add(connection);
            }
        });
        found += newcomers.size();
        for (Connection connection : newcomers) {
            if (!(platform.gateway().look(api, connection.id(), CALL) instanceof Sighting.Gone)) {
                platform.gateway().close(api, connection.id(), CALL);
                closed++;
            }
            tables.takeBack(List.of(new SharedRow(connection, List.of())), now);
            progress.at("newcomers closed", closed, found);
        }
    }

    private AppRows rows() {
        return new AppRows(platform.admin().connectionScan(), app);
    }

    /** How many there were. */
    long found() {
        return found;
    }

    /** Whose sockets were closed. */
    long closed() {
        return closed;
    }
}
