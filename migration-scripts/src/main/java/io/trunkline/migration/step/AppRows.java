package io.trunkline.migration.step;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.sweep.ConnectionScan;
import io.trunkline.core.sweep.SweptConnection;
import io.trunkline.routing.key.AppKey;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** An app's connections in the shared table: one scan of it, eventually consistent, a page in memory at a time. */
record AppRows(ConnectionScan scan, AppKey app) {
    private static final int PAGE = 500;

    /** Those that have not expired at {@code now}. */
    void forEach(Instant now, Consumer<Connection> action) {
        Optional<String> next = Optional.empty();
        do {
            ConnectionScan.Page page = scan.page(next, PAGE);
            page.connections().stream()
                    .map(SweptConnection::connection)
                    .filter(connection ->
                            connection.principal().identity().app().equals(app) && now.isBefore(connection.expiresAt()))
                    .forEach(action);
            next = page.next();
        } while (next.isPresent());
    }

    /** Those of them that {@code api} holds. */
    void behind(GatewayEndpoint api, Instant now, Consumer<Connection> action) {
        forEach(now, connection -> {
            if (connection.endpoint().equals(api)) {
                action.accept(connection);
            }
        });
    }
}
