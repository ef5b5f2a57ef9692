package io.trunkline.infra.stack;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.Schedule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/** What runs when nobody waits: the queue of fan-outs too long for one call with its function, and the sweep. */
public final class FanOutStack extends Stack {
    /** Messages that one run takes, worked on side by side. */
    private static final int BATCH = 5;

    /** Runs at once: with the posts of each this is what the queue may take of the account's requests a second. */
    private static final int CONCURRENCY = 4;

    private final Queue queue;
    private final List<PlatformFunction> functions;

    public FanOutStack(Construct scope, StageConfig config, DataStack data, RealtimeStack realtime, LambdaCode code) {
        super(
                scope,
                config.name("FanOut"),
                StackProps.builder()
                        .description("Trunkline: queued fan-out and sweep")
                        .build());
        addStackDependency(data, "its functions use the tables");
        Queue deadLetters = Queue.Builder.create(this, "DeadLetters")
                .queueName(config.tableLikeName("fanout_dead"))
                .retentionPeriod(Duration.days(14))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .removalPolicy(config.stage().removal())
                .build();
        queue = Queue.Builder.create(this, "Queue")
                .queueName(config.tableLikeName("fanout"))
                // six times the function's time-out, as AWS advises
                .visibilityTimeout(Duration.minutes(3))
                .retentionPeriod(Duration.days(1))
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
        functions = functionsNobodyWaitsFor(config, data, realtime, code);
    }

    /** The functions that no API calls, each with what calls it. */
    private List<PlatformFunction> functionsNobodyWaitsFor(
            StageConfig config, DataStack data, RealtimeStack realtime, LambdaCode code) {
        Set<FunctionLayout> called =
                EnumSet.of(FunctionLayout.AUTHORIZER, FunctionLayout.WEBSOCKET, FunctionLayout.HTTP);
        List<PlatformFunction> functions = new ArrayList<>();
        for (FunctionLayout layout : EnumSet.complementOf(EnumSet.copyOf(called))) {
            PlatformFunction function = new PlatformFunction(
                    this,
                    layout,
                    config,
                    code,
                    Map.of(),
                    new Permissions(this, config, data).of(layout, realtime.apiId()));
            switch (layout.functionName()) {
                case "sweep" -> everyMinute(function);
                case "fanout" -> fromQueue(function);
                default ->
                    throw new IllegalStateException(
                            "nothing calls the function " + layout.functionName() + "; say here what does");
            }
            functions.add(function);
        }
        return functions;
    }

    private void everyMinute(PlatformFunction function) {
        Rule.Builder.create(this, "EveryMinute")
                .description("Fires " + function.layout().functionName())
                .schedule(Schedule.rate(Duration.minutes(1)))
                // what was missed is no use later: the next minute has its own
                .targets(List.of(LambdaFunction.Builder.create(function.live())
                        .maxEventAge(Duration.minutes(1))
                        .retryAttempts(0)
                        .build()))
                .build();
    }

    private void fromQueue(PlatformFunction function) {
        CfnEventSourceMapping.Builder.create(this, "FromQueue")
                .functionName(function.live().getFunctionArn())
                .eventSourceArn(queue.getQueueArn())
                .batchSize(BATCH)
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .scalingConfig(CfnEventSourceMapping.ScalingConfigProperty.builder()
                        .maximumConcurrency(CONCURRENCY)
                        .build())
                .build();
    }

    List<PlatformFunction> functions() {
        return functions;
    }
}
