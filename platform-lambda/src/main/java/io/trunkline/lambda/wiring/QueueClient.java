package io.trunkline.lambda.wiring;

import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.delivery.HandOver;
import io.trunkline.core.sqs.SqsDefaults;
import io.trunkline.core.sqs.SqsErrandQueue;
import io.trunkline.core.sqs.SqsFanOutQueue;
import io.trunkline.lambda.config.Settings;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The function's client of the fan-out queue, where there is a queue. */
final class QueueClient implements AutoCloseable {
    private final Optional<SqsClient> client;
    private final Optional<HandOver> handOver;
    private final ErrandQueue errands;

    QueueClient(Optional<Settings.Queue> settings, AwsCredentialsProvider credentials, Region region) {
        client = settings.map(queue -> SqsDefaults.withTimeouts(SqsClient.builder())
                .credentialsProvider(credentials)
                .region(region)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build());
        handOver = settings.flatMap(queue -> client.map(sqs -> new HandOver(
                new SqsFanOutQueue(sqs, queue.url(), queue.deadLettersUrl()), queue.inProcess(), queue.perMessage())));
        errands = settings.<ErrandQueue>flatMap(queue -> client.map(sqs -> new SqsErrandQueue(sqs, queue.url())))
                .orElse(ErrandQueue.NONE);
    }

    Optional<HandOver> handOver() {
        return handOver;
    }

    ErrandQueue errands() {
        return errands;
    }

    @Override
    public void close() {
        client.ifPresent(SqsClient::close);
    }
}
