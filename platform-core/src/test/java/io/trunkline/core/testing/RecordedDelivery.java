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

    private final List<ServerEvent.Presence> changes = new ArrayList<>();
    private boolean failing;

    public RecordedDelivery(DeliveryReceipt receipt) {
        this.receipt = receipt;
    }

    public synchronized List<Delivered> calls() {
        return List.copyOf(calls);
    }

    /** Who came and left, as {@code driver/d-7 joined}. */
    public synchronized List<String> changes() {
        return changes.stream()
                .map(change -> change.entity() + " " + change.change())
                .toList();
    }

    public synchronized ServerEvent.Presence lastChange() {
        return changes.getLast();
    }

    /** Whether every call from now on throws. */
    public synchronized void fail(boolean now) {
        failing = now;
    }

    @Override
    public synchronized DeliveryReceipt deliver(
            List<RoomShard> shards, ServerEvent.Broadcast event, Deadline deadline) {
        if (failing) {
            throw new IllegalStateException("the delivery fails, as it was told to");
        }
        switch (event) {
            case ServerEvent.Published published -> calls.add(new Delivered(List.copyOf(shards), published));
            case ServerEvent.Presence change -> changes.add(change);
        }
        return receipt;
    }
}
