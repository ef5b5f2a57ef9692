package io.trunkline.core.sqs;

import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTaskJson;
import io.trunkline.core.schema.QueueLayout;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** What a command does with the queues of one stage: set them up, take messages, look at the dead letters. */
public final class SqsAdmin implements AutoCloseable {
    private static final int BATCH = 10;

    /** How long a look at the dead letters keeps them from the next: each is taken once, then given back. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final SqsClient client;
    private final QueueLayout layout;

    private SqsAdmin(SqsClient client, QueueLayout layout) {
        this.client = client;
        this.layout = layout;
    }

    public static SqsAdmin at(URI endpoint, String region, AwsCredentialsProvider credentials, QueueLayout layout) {
        return new SqsAdmin(SqsDefaults.patient(endpoint, region, credentials), layout);
    }

    /** Creates the queues that are missing, and gives those that are there the settings of {@link QueueLayout}. */
    public void createQueues() {
        String dead = create(
                layout.deadLetters(),
                Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, seconds(QueueLayout.DEAD_LETTERS_KEPT)));
        String arn = client.getQueueAttributes(
                        request -> request.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        create(
                layout.fanOut(),
                Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT, seconds(QueueLayout.VISIBILITY),
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD, seconds(QueueLayout.KEPT),
                        QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, seconds(QueueLayout.LONG_POLL),
                        QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":"
                                        + QueueLayout.MAX_RECEIVES + "}"));
    }

    private String create(String name, Map<QueueAttributeName, String> attributes) {
        Optional<String> there = find(name);
        if (there.isPresent()) {
            client.setQueueAttributes(request -> request.queueUrl(there.get()).attributes(attributes));
            return there.get();
        }
        return client.createQueue(request -> request.queueName(name).attributes(attributes))
                .queueUrl();
    }

    private Optional<String> find(String name) {
        try {
            return Optional.of(
                    client.getQueueUrl(request -> request.queueName(name)).queueUrl());
        } catch (QueueDoesNotExistException e) {
            return Optional.empty();
        }
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }

    /** Reads the fan-out queue; ends with this. */
    public QueueReader reader() {
        return new QueueReader(client, fanOutUrl());
    }

    public String fanOutUrl() {
        return url(layout.fanOut());
    }

    public String deadLettersUrl() {
        return url(layout.deadLetters());
    }

    private String url(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("there is no queue " + name));
    }

    /** The dead letters, up to {@code most}; they stay where they are. */
    public List<DeadLetter> deadLetters(int most) {
        String url = deadLettersUrl();
        Map<String, Message> taken = take(url, most);
        giveBack(url, taken.values());
        return taken.values().stream().map(SqsAdmin::letter).toList();
    }

    /**
     * Puts dead letters back into the queue, each with all its attempts before it. One that cannot be read goes back as
     * it is, for a build that can read it; for this one it only comes back.
     *
     * @return how many went back
     */
    public int redrive(int most, Predicate<DeadLetter> wanted) {
        String dead = deadLettersUrl();
        String queue = fanOutUrl();
        int moved = 0;
        List<Message> kept = new ArrayList<>();
        for (Message message : take(dead, most).values()) {
            DeadLetter letter = letter(message);
            if (!wanted.test(letter)) {
                kept.add(message);
                continue;
            }
            // sent before it is taken away: rather twice than not at all
            client.sendMessage(request -> {
                request.queueUrl(queue).messageBody(afresh(letter));
                letter.task()
                        .ifPresent(task -> request.messageGroupId(task.tenant().value()));
            });
            client.deleteMessage(request -> request.queueUrl(dead).receiptHandle(message.receiptHandle()));
            moved++;
        }
        giveBack(dead, kept);
        return moved;
    }

    private static String afresh(DeadLetter letter) {
        return letter.task()
                .map(task -> FanOutTaskJson.write(
                        new FanOutTask(task.event(), task.shard(), task.work(), 0, task.queuedAt())))
                .orElse(letter.body());
    }

    /** Takes messages until none comes or there are enough. */
    private Map<String, Message> take(String url, int most) {
        Map<String, Message> taken = new LinkedHashMap<>();
        boolean metAgain = false;
        boolean empty = false;
        while (!empty && !metAgain && taken.size() < most) {
            int wanted = Math.min(BATCH, most - taken.size());
            List<Message> messages = client.receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(wanted)
                            .waitTimeSeconds(1)
                            .visibilityTimeout((int) LOOK.toSeconds())
                            .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                            .messageAttributeNames("All"))
                    .messages();
            empty = messages.isEmpty();
            for (Message message : messages) {
                // a look that takes longer than its hold meets the first ones again
                metAgain |= taken.put(message.messageId(), message) != null;
            }
        }
        return taken;
    }

    private void giveBack(String url, Iterable<Message> messages) {
        messages.forEach(message -> client.changeMessageVisibility(request ->
                request.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0)));
    }

    private static DeadLetter letter(Message message) {
        Optional<FanOutTask> task = task(message.body());
        MessageAttributeValue reason = message.messageAttributes().get(SqsFanOutQueue.REASON);
        return new DeadLetter(
                message.messageId(),
                task,
                Instant.ofEpochMilli(Long.parseLong(
                        message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0"))),
                Integer.parseInt(
                        message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "0")),
                reason != null
                        ? reason.stringValue()
                        : task.isEmpty()
                                ? "it cannot be read"
                                : "the fan-out function failed on it " + QueueLayout.MAX_RECEIVES + " times",
                message.body());
    }

    private static Optional<FanOutTask> task(String body) {
        try {
            return Optional.of(FanOutTaskJson.read(body));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
