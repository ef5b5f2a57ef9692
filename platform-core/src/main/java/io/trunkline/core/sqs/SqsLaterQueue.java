package io.trunkline.core.sqs;

import io.trunkline.core.delivery.LaterQueue;
import io.trunkline.core.delivery.LaterTask;
import io.trunkline.core.delivery.LaterTaskJson;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Tasks on the fan-out queue, held back by SQS's own delay of a message. */
public final class SqsLaterQueue implements LaterQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SqsLaterQueue.class);

    private final SqsClient client;
    private final String queueUrl;

    public SqsLaterQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public boolean put(LaterTask task, Duration delay) {
        try {
            client.sendMessage(request -> request.queueUrl(queueUrl)
                    .messageBody(LaterTaskJson.write(task))
                    .messageGroupId(task.tenant().value())
                    .delaySeconds((int) delay.toSeconds()));
            return true;
        } catch (SdkException e) {
            LOG.error("the queue did not take a task connection={}", task.connection(), e);
            return false;
        }
    }
}
