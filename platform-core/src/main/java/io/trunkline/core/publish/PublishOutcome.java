package io.trunkline.core.publish;

import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.RoomName;
import java.util.Map;

/** What became of something to be published. */
public sealed interface PublishOutcome {
    /**
     * It was delivered to whoever was there.
     *
     * @param positions where it stands in the history of each durable room that it was published to
     */
    record Published(String eventId, DeliveryReceipt receipt, Map<RoomName, Position> positions)
            implements PublishOutcome {
        public Published {
            positions = Map.copyOf(positions);
        }
    }

    /**
     * Nobody got it. It may stand in a durable room's history all the same where the rejection is
     * {@link RejectionCode#INTERNAL}.
     */
    record Refused(Rejection rejection) implements PublishOutcome {}
}
