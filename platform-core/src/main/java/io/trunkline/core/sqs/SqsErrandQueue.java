package io.trunkline.core.sqs;

import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.ErrandJson;
import io.trunkline.core.delivery.ErrandQueue;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Errands on the fan-out queue, delayed by SQS; each carries its tenant as the message's group. */
public final class SqsErrandQueue implements ErrandQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SqsErrandQueue.class);

    private final SqsClient client;
    private final String queueUrl;

    public SqsErrandQueue(SqsClient client, String queueUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
    }

    @Override
    public boolean put(ConnectionErrand errand, Duration delay) {
        try {
            client.sendMessage(request -> request.queueUrl(queueUrl)
                    .messageBody(ErrandJson.write(errand))
                    .messageGroupId(errand.tenant().value())
                    .delaySeconds((int) delay.toSeconds()));
            return true;
        } catch (SdkException e) {
            LOG.error("the queue did not take an errand kind={} connection={}", errand.kind(), errand.connection(), e);
            return false;
        }
    }
}
