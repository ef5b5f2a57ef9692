package io.trunkline.core.delivery;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomShard;
import java.util.List;

/** Brings an event to everyone in some rooms. */
public interface Delivery {
    /**
     * Delivers once to each connection that is in any of the shards; ends by the deadline. Expected losses are counted,
     * never thrown.
     */
    DeliveryReceipt deliver(List<RoomShard> shards, ServerEvent.Broadcast event, Deadline deadline);
}
