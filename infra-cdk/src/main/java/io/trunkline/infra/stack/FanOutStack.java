package io.trunkline.infra.stack;

import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** What runs when nobody waits: the queue of fan-outs too long for one call with its function, and the sweep. */
public final class FanOutStack extends Stack {
    private final Queue queue;
    private final Queue deadLetters;

    public FanOutStack(Construct scope, StageConfig config, DataStack data, RealtimeStack realtime, LambdaCode code) {
        super(
                scope,
                config.name("FanOut"),
                StackProps.builder()
                        .description("Trunkline: queued fan-out and sweep")
                        .build());
        addStackDependency(data, "its functions use the tables");
        deadLetters = Queue.Builder.create(this, "DeadLetters")
                .queueName(config.name("fanout-dead"))
                .retentionPeriod(Duration.days(14))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .removalPolicy(config.stage().removal())
                .build();
        queue = Queue.Builder.create(this, "Queue")
                .queueName(config.name("fanout"))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .deadLetterQueue(DeadLetterQueue.builder()
                        .queue(deadLetters)
                        .maxReceiveCount(5)
                        .build())
                .removalPolicy(config.stage().removal())
                .build();
        LogicalId.fix(deadLetters, "FanOutDeadLetters");
        LogicalId.fix(queue, "FanOutQueue");
    }

    Queue queue() {
        return queue;
    }

    Queue deadLetters() {
        return deadLetters;
    }

    List<PlatformFunction> functions() {
        return List.of();
    }
}
