package io.trunkline.core.sqs;

import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Takes messages from one queue, as Lambda's own poller does; for machines where there is none. */
public final class QueueReader {
    private final SqsClient client;
    private final String url;

    QueueReader(SqsClient client, String url) {
        this.client = client;
        this.url = url;
    }

    /** Up to {@code most} messages, at most 10; waits for the first. None comes again before the queue's visibility. */
    public List<TakenMessage> take(int most, Duration wait) {
        return client
                .receiveMessage(request -> request.queueUrl(url)
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds((int) wait.toSeconds())
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                .messages()
                .stream()
                .map(QueueReader::taken)
                .toList();
    }

    private static TakenMessage taken(Message message) {
        return new TakenMessage(
                message.messageId(),
                message.receiptHandle(),
                message.body(),
                message.md5OfBody(),
                message.attributesAsStrings());
    }

    /** The message is done with. */
    public void delete(TakenMessage message) {
        client.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receipt()));
    }

    /** The message comes again after {@code delay}. */
    public void giveBack(TakenMessage message, Duration delay) {
        client.changeMessageVisibility(request ->
                request.queueUrl(url).receiptHandle(message.receipt()).visibilityTimeout((int) delay.toSeconds()));
    }
}
