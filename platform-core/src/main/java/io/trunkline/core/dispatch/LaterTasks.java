package io.trunkline.core.dispatch;

import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.LaterTask;
import io.trunkline.core.delivery.Parting;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what was put off, once it is due. Doing it twice is doing it once. */
public final class LaterTasks {
    private static final Logger LOG = LoggerFactory.getLogger(LaterTasks.class);

    private final ConnectionStore connections;
    private final Farewell farewell;
    private final InstantSource clock;

    public LaterTasks(ConnectionStore connections, Farewell farewell, InstantSource clock) {
        this.connections = connections;
        this.farewell = farewell;
        this.clock = clock;
    }

    /** Whether the task is done with; where it is not, its message must come again. A store that fails is thrown. */
    public boolean isDone(LaterTask task, Deadline deadline) {
        return switch (task) {
            case LaterTask.EndUnlessAuthenticated end -> ended(end, deadline);
        };
    }

    /** One read. Who authenticates in this very moment is closed, and its disconnect takes away what it has stored. */
    private boolean ended(LaterTask.EndUnlessAuthenticated task, Deadline deadline) {
        if (connections.find(task.connection(), clock.instant()).isPresent()) {
            return true;
        }
        Parting parting =
                farewell.part(task.endpoint(), task.connection(), task.dialect(), FirstFrames.LAST_WORD, deadline);
        return switch (parting) {
            case Parting.Closed _ -> {
                LOG.info("did not authenticate in time connection={}", task.connection());
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
