package io.trunkline.core.sqs;

import java.util.Map;

/**
 * A message that was taken and is to be deleted, or comes again.
 *
 * @param receipt what deletes it
 * @param attributes by SQS's names, {@code ApproximateReceiveCount} among them
 */
public record TakenMessage(
        String messageId, String receipt, String body, String bodyMd5, Map<String, String> attributes) {
    public TakenMessage {
        attributes = Map.copyOf(attributes);
    }
}
