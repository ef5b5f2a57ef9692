package io.trunkline.core.publish;

import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.message.Rejection;

/** What became of something to be published. */
public sealed interface PublishOutcome {
    /** It was delivered to whoever was there. */
    record Published(String eventId, DeliveryReceipt receipt) implements PublishOutcome {}

    /** Nobody got it. */
    record Refused(Rejection rejection) implements PublishOutcome {}
}
