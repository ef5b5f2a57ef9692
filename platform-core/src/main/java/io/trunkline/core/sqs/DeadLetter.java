package io.trunkline.core.sqs;

import io.trunkline.core.delivery.FanOutTask;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that was given up.
 *
 * @param task what it holds; empty where it cannot be read
 * @param sentAt when it was put into the queue, or to the dead letters where it was put there at once
 * @param receives how often it was taken, from either queue
 * @param reason why it is here, for people
 * @param body its text: somebody's data
 */
public record DeadLetter(
        String messageId, Optional<FanOutTask> task, Instant sentAt, int receives, String reason, String body) {}
