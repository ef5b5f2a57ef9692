package io.trunkline.lambda.metrics;

import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Metric;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Counts what becomes of each event, from its receipt. */
public final class MeteredDelivery implements Delivery {
    private final Delivery delivery;
    private final InstantSource clock;

    public MeteredDelivery(Delivery delivery, InstantSource clock) {
        this.delivery = delivery;
        this.clock = clock;
    }

    @Override
    public DeliveryReceipt deliver(List<RoomShard> shards, ServerEvent.Broadcast event, Deadline deadline) {
        InvocationMetrics.count(Metric.EVENTS_PUBLISHED);
        DeliveryReceipt receipt = delivery.deliver(shards, event, deadline);
        count(receipt);
        InvocationMetrics.took(Metric.PUBLISH_TO_DELIVERED, Duration.between(event.at(), clock.instant()));
        return receipt;
    }

    /** Counts what became of an event, or of a piece of one. */
    public static void count(DeliveryReceipt receipt) {
        InvocationMetrics.count(Metric.DELIVERED, receipt.delivered());
        InvocationMetrics.count(Metric.GONE, receipt.gone());
        InvocationMetrics.count(Metric.THROTTLED, receipt.throttled());
        InvocationMetrics.count(Metric.FAILED, receipt.failed());
        InvocationMetrics.count(Metric.QUEUED, receipt.queued() > 0 || receipt.unreached() ? 1 : 0);
    }
}
