package io.trunkline.local.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.sqs.TakenMessage;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lambda's event of a batch of SQS messages, and what a function answers to it. */
final class QueueEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String queueArn;
    private final String region;

    QueueEvents(String queueArn, String region) {
        this.queueArn = queueArn;
        this.region = region;
    }

    byte[] event(List<TakenMessage> messages) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (TakenMessage message : messages) {
            ObjectNode one = records.addObject();
            one.put("messageId", message.messageId());
            one.put("receiptHandle", message.receipt());
            one.put("body", message.body());
            ObjectNode attributes = one.putObject("attributes");
            message.attributes().forEach(attributes::put);
            one.putObject("messageAttributes");
            one.put("md5OfBody", message.bodyMd5());
            one.put("eventSource", "aws:sqs");
            one.put("eventSourceARN", queueArn);
            one.put("awsRegion", region);
        }
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event could not be written as JSON", e);
        }
    }

    /**
     * The messages that the function's answer says have failed. As Lambda does, all of them where it cannot be read or
     * names a message that is not of the batch, none where it is empty (Lambda's developer guide, "Handling errors for
     * an SQS event source").
     */
    static Set<String> failed(List<TakenMessage> messages, byte[] answer) {
        Set<String> all = messages.stream().map(TakenMessage::messageId).collect(Collectors.toSet());
        JsonNode failures;
        try {
            failures = JSON.readTree(answer).path("batchItemFailures");
        } catch (IOException e) {
            return all;
        }
        if (failures.isMissingNode() || failures.isNull()) {
            return Set.of();
        }
        Set<String> failed = failures.valueStream()
                .map(failure -> failure.path("itemIdentifier").asText())
                .collect(Collectors.toSet());
        return failures.isArray() && all.containsAll(failed) ? failed : all;
    }
}
