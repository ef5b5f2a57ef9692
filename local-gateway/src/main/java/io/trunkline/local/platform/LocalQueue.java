package io.trunkline.local.platform;

import io.trunkline.child.ElasticMq;
import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.sqs.SqsAdmin;
import io.trunkline.local.queue.EventSource;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The fan-out queue of this machine: ElasticMQ with the queues of {@link QueueLayout}, and Lambda's poller of it. */
final class LocalQueue implements AutoCloseable {
    private final ElasticMq server;
    private final SqsAdmin admin;
    private final PlatformOptions options;
    private final String arn;

    private LocalQueue(ElasticMq server, SqsAdmin admin, PlatformOptions options, String arn) {
        this.server = server;
        this.admin = admin;
        this.options = options;
        this.arn = arn;
    }

    /** Starts the server and creates what is missing in it. */
    static LocalQueue start(
            PlatformOptions options, QueueLayout layout, String account, AwsCredentialsProvider credentials)
            throws IOException {
        var libraries = options.root().resolve("local-gateway/elasticmq/target/lib");
        ElasticMq server = options.inMemory()
                ? ElasticMq.inMemory(libraries)
                : ElasticMq.onDisk(libraries, options.data().resolve("elasticmq"));
        try {
            SqsAdmin admin = SqsAdmin.at(server.endpoint(), options.region(), credentials, layout);
            admin.createQueues();
            return new LocalQueue(
                    server, admin, options, "arn:aws:sqs:" + options.region() + ":" + account + ":" + layout.fanOut());
        } catch (RuntimeException e) {
            server.close();
            throw new IOException("the queues could not be created: " + e.getMessage(), e);
        }
    }

    URI endpoint() {
        return server.endpoint();
    }

    long pid() {
        return server.pid();
    }

    void addTo(Map<String, String> environment) {
        environment.put("AWS_ENDPOINT_URL_SQS", endpoint().toString());
        environment.put(EnvironmentVariable.TRUNKLINE_FANOUT_QUEUE_URL.name(), admin.fanOutUrl());
        environment.put(EnvironmentVariable.TRUNKLINE_FANOUT_DEAD_LETTERS_URL.name(), admin.deadLettersUrl());
    }

    /** Calls {@code function} with what is in the queue. */
    EventSource poll(Invoker function) {
        return EventSource.start(
                admin.reader(),
                arn,
                options.region(),
                function,
                QueueLayout.BATCH,
                QueueLayout.CONCURRENCY,
                QueueLayout.LONG_POLL);
    }

    @Override
    public void close() {
        admin.close();
        server.close();
    }
}
