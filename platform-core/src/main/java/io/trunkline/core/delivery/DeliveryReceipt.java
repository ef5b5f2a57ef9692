package io.trunkline.core.delivery;

/**
 * How many connections an event reached, each counted once whatever number of rooms it is in.
 *
 * @param delivered accepted by the gateway
 * @param gone no longer there; pruned
 * @param throttled given up after backing off
 * @param failed given up for another reason
 * @param queued handed to the queue, from where the fan-out function goes on: each connection that is to be tried again
 *     counts as one, and so does the rest of a shard, however many are in it; nobody has counted those yet
 * @param unreached not tried before the deadline and in no queue either; {@code true} where at least one is left
 */
public record DeliveryReceipt(int delivered, int gone, int throttled, int failed, int queued, boolean unreached) {
    /** Nobody was there. */
    public static final DeliveryReceipt NONE = new DeliveryReceipt(0, 0, 0, 0, false);

    /** Without anything queued. */
    public DeliveryReceipt(int delivered, int gone, int throttled, int failed, boolean unreached) {
        this(delivered, gone, throttled, failed, 0, unreached);
    }

    public DeliveryReceipt plus(DeliveryReceipt other) {
        return new DeliveryReceipt(
                delivered + other.delivered,
                gone + other.gone,
                throttled + other.throttled,
                failed + other.failed,
                queued + other.queued,
                unreached || other.unreached);
    }
}
