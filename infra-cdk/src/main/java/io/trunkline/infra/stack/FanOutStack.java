package io.trunkline.infra.stack;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** What runs when nobody waits: the queue of fan-outs too long for one call with its function, and the sweep. */
public final class FanOutStack extends Stack {
    private final Queue queue;
    private final Queue deadLetters;
    private final PlatformFunction sweep;
    private final PlatformFunction function;

    public FanOutStack(Construct scope, StageConfig config, DataStack data, RealtimeStack realtime, LambdaCode code) {
        super(
                scope,
                config.name("FanOut"),
                StackProps.builder()
                        .description("Trunkline: queued fan-out and sweep")
                        .build());
        addStackDependency(data, "its functions use the tables");
        QueueLayout layout = QueueLayout.of(config.tables());
        deadLetters = Queue.Builder.create(this, "DeadLetters")
                .queueName(layout.deadLetters())
                .retentionPeriod(seconds(QueueLayout.DEAD_LETTERS_KEPT))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .removalPolicy(config.stage().removal())
                .build();
        queue = Queue.Builder.create(this, "Queue")
                .queueName(layout.fanOut())
                .visibilityTimeout(seconds(QueueLayout.VISIBILITY))
                .retentionPeriod(seconds(QueueLayout.KEPT))
                .receiveMessageWaitTime(seconds(QueueLayout.LONG_POLL))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetters)
                        .maxReceiveCount(QueueLayout.MAX_RECEIVES)
                        .build())
                .removalPolicy(config.stage().removal())
                .build();
        LogicalId.fix(deadLetters, "FanOutDeadLetters");
        LogicalId.fix(queue, "FanOutQueue");
        sweep = Sweeping.add(this, config, data, realtime.apiId(), code);
        function = new PlatformFunction(
                this,
                FunctionLayout.FANOUT,
                config,
                code,
                Map.of(),
                new Permissions(this, config, data).of(FunctionLayout.FANOUT, realtime.apiId()));
        // at most so many at once: with the posts a second of one, the queue's share of the account's requests
        CfnEventSourceMapping.Builder.create(this, "Source")
                .functionName(function.live().getFunctionArn())
                .eventSourceArn(queue.getQueueArn())
                .batchSize(QueueLayout.BATCH)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder()
                        .maximumConcurrency(QueueLayout.CONCURRENCY)
                        .build())
                .build();
    }

    Queue queue() {
        return queue;
    }

    Queue deadLetters() {
        return deadLetters;
    }

    List<PlatformFunction> functions() {
        return List.of(function, sweep);
    }

    private static Duration seconds(java.time.Duration duration) {
        return Duration.seconds(duration.toSeconds());
    }
}
