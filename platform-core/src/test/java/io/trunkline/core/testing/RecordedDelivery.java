package io.trunkline.core.testing;

import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomShard;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was to be delivered and answers with one receipt. */
public final class RecordedDelivery implements Delivery {
    /** One call. */
    public record Delivered(List<RoomShard> shards, ServerEvent.Published event) {
        /** The rooms as {@code name#shard}. */
        public List<String> rooms() {
            return shards.stream()
                    .map(shard -> shard.room().name() + "#" + shard.shard())
                    .toList();
        }
    }

    private final DeliveryReceipt receipt;
    private final List<Delivered> calls = new ArrayList<>();

    public RecordedDelivery(DeliveryReceipt receipt) {
        this.receipt = receipt;
    }

    public List<Delivered> calls() {
        return List.copyOf(calls);
    }

    @Override
    public DeliveryReceipt deliver(List<RoomShard> shards, ServerEvent.Published event, Deadline deadline) {
        calls.add(new Delivered(List.copyOf(shards), event));
        return receipt;
    }
}
