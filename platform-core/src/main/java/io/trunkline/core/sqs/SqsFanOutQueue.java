package io.trunkline.core.sqs;

import io.trunkline.core.delivery.FanOutQueue;
import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTaskJson;
import io.trunkline.core.schema.QueueLayout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The queue on SQS: up to ten messages and 256 KB a request. Each carries its tenant as the message's group, by which
 * SQS serves the tenants of a standard queue in turn ("fair queues" in its developer guide).
 */
public final class SqsFanOutQueue implements FanOutQueue {
    static final String REASON = "reason";

    private static final Logger LOG = LoggerFactory.getLogger(SqsFanOutQueue.class);
    private static final int BATCH = 10;

    private record Message(FanOutTask task, String body, int bytes) {}

    private final SqsClient client;
    private final String queueUrl;
    private final String deadLettersUrl;

    public SqsFanOutQueue(SqsClient client, String queueUrl, String deadLettersUrl) {
        this.client = client;
        this.queueUrl = queueUrl;
        this.deadLettersUrl = deadLettersUrl;
    }

    @Override
    public List<FanOutTask> put(List<FanOutTask> tasks, Duration delay) {
        List<FanOutTask> refused = new ArrayList<>();
        List<Message> batch = new ArrayList<>();
        int bytes = 0;
        for (FanOutTask task : tasks) {
            String body = FanOutTaskJson.write(task);
            Message message = new Message(task, body, body.getBytes(StandardCharsets.UTF_8).length);
            if (message.bytes() > QueueLayout.MAX_MESSAGE_BYTES) {
                LOG.error(
                        "event {} does not fit into a queue message",
                        task.event().id());
                refused.add(task);
                continue;
            }
            if (batch.size() == BATCH || bytes + message.bytes() > QueueLayout.MAX_MESSAGE_BYTES) {
                refused.addAll(send(batch, delay));
                batch.clear();
                bytes = 0;
            }
            batch.add(message);
            bytes += message.bytes();
        }
        refused.addAll(send(batch, delay));
        return refused;
    }

    private List<FanOutTask> send(List<Message> batch, Duration delay) {
        if (batch.isEmpty()) {
            return List.of();
        }
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Message message = batch.get(i);
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(i))
                    .messageBody(message.body())
                    .messageGroupId(message.task().tenant().value())
                    .delaySeconds((int) delay.toSeconds())
                    .build());
        }
        try {
            List<BatchResultErrorEntry> failed = client.sendMessageBatch(
                            request -> request.queueUrl(queueUrl).entries(entries))
                    .failed();
            if (!failed.isEmpty()) {
                LOG.error(
                        "{} messages were refused by the queue, the first for {}",
                        failed.size(),
                        failed.get(0).code());
            }
            Set<String> ids = new HashSet<>();
            failed.forEach(entry -> ids.add(entry.id()));
            List<FanOutTask> refused = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                if (ids.contains(Integer.toString(i))) {
                    refused.add(batch.get(i).task());
                }
            }
            return refused;
        } catch (SdkException e) {
            LOG.error("the queue took nothing of {} messages", batch.size(), e);
            return batch.stream().map(Message::task).toList();
        }
    }

    @Override
    public boolean bury(FanOutTask task, String reason) {
        try {
            client.sendMessage(request -> request.queueUrl(deadLettersUrl)
                    .messageBody(FanOutTaskJson.write(task))
                    .messageGroupId(task.tenant().value())
                    .messageAttributes(Map.of(
                            REASON,
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(reason)
                                    .build())));
            return true;
        } catch (SdkException e) {
            LOG.error(
                    "a piece of event {} could not be put to the dead letters",
                    task.event().id(),
                    e);
            return false;
        }
    }
}
