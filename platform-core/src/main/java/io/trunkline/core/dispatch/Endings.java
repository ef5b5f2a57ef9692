package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes connections that were let in without a token, once their time is over. Doing it twice is doing it once. */
public final class Endings {
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    /** The longest that an errand can be put off at once, as SQS delays a message no longer. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /** What a visitor is told whose visit is over. */
    private static final ServerEvent.GoAway VISIT_OVER =
            new ServerEvent.GoAway("visit_over", Optional.empty(), Optional.empty());

    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final ErrandQueue errands;
    private final Farewell farewell;
    private final InstantSource clock;

    public Endings(
            AppRegistry registry,
            ConnectionStore connections,
            ErrandQueue errands,
            Farewell farewell,
            InstantSource clock) {
        this.registry = registry;
        this.errands = errands;
        this.connections = connections;
        this.farewell = farewell;
        this.clock = clock;
    }

    /** Whether the errand is done with; where it is not, its message must come again. A store that fails is thrown. */
    public boolean isDone(ConnectionErrand errand, Deadline deadline) {
        Optional<Connection> stored = connections.find(errand.connection(), clock.instant());
        return switch (errand.kind()) {
            case END_UNLESS_AUTHENTICATED -> stored.isPresent() || parted(errand, FirstFrames.LAST_WORD, deadline);
            case END_VISIT -> visitEnded(errand, stored, deadline);
            case WELCOME, GREETING -> throw new IllegalArgumentException("no ending: " + errand.kind());
        };
    }

    /** Who has become somebody meanwhile stays. A visit longer than the queue's delay is put off again. */
    private boolean visitEnded(ConnectionErrand errand, Optional<Connection> stored, Deadline deadline) {
        if (stored.isEmpty()) {
            return parted(errand, VISIT_OVER, deadline);
        }
        Duration left = Duration.between(clock.instant(), stored.get().expiresAt());
        return !isVisitor(stored.get()) || errands.put(errand.again(), delay(left));
    }

    /** In whole seconds, and not too early. */
    static Duration delay(Duration left) {
        Duration whole = Duration.ofSeconds(left.plusMillis(999).toSeconds());
        return whole.compareTo(LONGEST) < 0 ? whole : LONGEST;
    }

    private boolean isVisitor(Connection connection) {
        Identity identity = connection.principal().identity();
        return registry.tenant(identity.tenant())
                .map(tenant -> tenant.isVisitor(identity))
                .orElse(false);
    }

    /** Who says who they are in this very moment is closed, and its disconnect takes away what it has stored. */
    private boolean parted(ConnectionErrand errand, ServerEvent.GoAway word, Deadline deadline) {
        Parting parting = farewell.part(errand.endpoint(), errand.connection(), errand.dialect(), word, deadline);
        return switch (parting) {
            case Parting.Closed _ -> {
                LOG.info("closed in time kind={} connection={}", errand.kind(), errand.connection());
                yield true;
            }
            case Parting.Gone _ -> true;
            case Parting.Failed(var reason) -> {
                LOG.warn("could not be closed connection={} reason={}", errand.connection(), reason);
                yield false;
            }
        };
    }
}
