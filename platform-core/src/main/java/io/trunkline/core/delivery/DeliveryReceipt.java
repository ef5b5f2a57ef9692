package io.trunkline.core.delivery;

/**
 * How many connections an event reached, each counted once whatever number of rooms it is in.
 *
 * @param delivered accepted by the gateway
 * @param gone no longer there; pruned
 * @param throttled given up after backing off
 * @param failed given up for another reason
 * @param unreached not tried before the deadline; {@code true} where at least one is left
 */
public record DeliveryReceipt(int delivered, int gone, int throttled, int failed, boolean unreached) {
    /** Nobody was there. */
    public static final DeliveryReceipt NONE = new DeliveryReceipt(0, 0, 0, 0, false);

    public DeliveryReceipt plus(DeliveryReceipt other) {
        return new DeliveryReceipt(
                delivered + other.delivered,
                gone + other.gone,
                throttled + other.throttled,
                failed + other.failed,
                unreached || other.unreached);
    }
}
