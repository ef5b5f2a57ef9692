package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.LaterQueue;
import io.trunkline.core.delivery.LaterTask;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what was put off, once it is due. Doing it twice is doing it once. */
public final class LaterTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LaterTasks.class);

    /** What a visitor is told whose visit is over. */
    private static final ServerEvent.GoAway VISIT_OVER =
            new ServerEvent.GoAway("visit_over", Optional.empty(), Optional.empty());

    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final LaterQueue later;
    private final Farewell farewell;
    private final InstantSource clock;

    public LaterTasks(
            AppRegistry registry,
            ConnectionStore connections,
            LaterQueue later,
            Farewell farewell,
            InstantSource clock) {
        this.registry = registry;
        this.later = later;
        this.connections = connections;
        this.farewell = farewell;
        this.clock = clock;
    }

    /** Whether the task is done with; where it is not, its message must come again. A store that fails is thrown. */
    public boolean isDone(LaterTask task, Deadline deadline) {
        return switch (task) {
            case LaterTask.EndUnlessAuthenticated end -> ended(end, deadline);
            case LaterTask.EndVisit end -> ended(end, deadline);
        };
    }

    /** One read. Who authenticates in this very moment is closed, and its disconnect takes away what it has stored. */
    private boolean ended(LaterTask.EndUnlessAuthenticated task, Deadline deadline) {
        if (connections.find(task.connection(), clock.instant()).isPresent()) {
            return true;
        }
        return parted(
                task,
                farewell.part(task.endpoint(), task.connection(), task.dialect(), FirstFrames.LAST_WORD, deadline));
    }

    /** One read; who has become somebody meanwhile stays. A visit longer than the queue's delay is put off again. */
    private boolean ended(LaterTask.EndVisit task, Deadline deadline) {
        Duration left = Duration.between(clock.instant(), task.until());
        Optional<Connection> stored = connections.find(task.connection(), clock.instant());
        if (stored.isPresent() && !isVisitor(stored.get())) {
            return true;
        }
        if (stored.isPresent() && left.isPositive()) {
            return later.put(task, delay(left));
        }
        return parted(task, farewell.part(task.endpoint(), task.connection(), task.dialect(), VISIT_OVER, deadline));
    }

    /** In whole seconds, and not too early. */
    static Duration delay(Duration left) {
        Duration whole = Duration.ofSeconds(left.plusMillis(999).toSeconds());
        return whole.compareTo(LaterQueue.LONGEST) < 0 ? whole : LaterQueue.LONGEST;
    }

    private boolean isVisitor(Connection connection) {
        Identity identity = connection.principal().identity();
        return registry.tenant(identity.tenant())
                .map(tenant -> tenant.isVisitor(identity))
                .orElse(false);
    }

    private static boolean parted(LaterTask task, Parting parting) {
        return switch (parting) {
            case Parting.Closed _ -> {
                LOG.info("closed in time task={} connection={}", task.getClass().getSimpleName(), task.connection());
                yield true;
            }
            case Parting.Gone _ -> true;
            case Parting.Failed(var reason) -> {
                LOG.warn("could not be closed connection={} reason={}", task.connection(), reason);
                yield false;
            }
        };
    }
}
