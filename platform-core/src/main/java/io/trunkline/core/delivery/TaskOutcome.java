package io.trunkline.core.delivery;

/**
 * What became of a piece from the queue.
 *
 * @param done whether everyone in it was tried or is in the queue again; where not, its message must come again
 */
public record TaskOutcome(DeliveryReceipt receipt, boolean done) {}
