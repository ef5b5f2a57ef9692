package io.trunkline.infra.stack;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Schedules;
import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.events.CfnRule;
import software.amazon.awscdk.services.lambda.CfnPermission;

/** The sweep's function and the rule that fires it. */
final class Sweeping {
    private Sweeping() {}

    /** @param apiId of the WebSocket API whose connections are told to go */
    static PlatformFunction add(Stack stack, StageConfig config, DataStack data, String apiId, LambdaCode code) {
        PlatformFunction function = new PlatformFunction(
                stack,
                FunctionLayout.SWEEP,
                config,
                code,
                Map.of(),
                new Permissions(stack, config, data).of(FunctionLayout.SWEEP, apiId));
        CfnRule rule = CfnRule.Builder.create(stack, "SweepSchedule")
                .name(config.name("sweep"))
                .description("Fires the sweep")
                .scheduleExpression(rate(Schedules.SWEEP.toMinutes()))
                .targets(List.of(CfnRule.TargetProperty.builder()
                        .id("sweep")
                        .arn(function.live().getFunctionArn())
                        // a sweep that failed is followed by the next, a minute later
                        .retryPolicy(CfnRule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(0)
                                .build())
                        .build()))
                .build();
        CfnPermission.Builder.create(stack, "CallSweep")
                .action("lambda:InvokeFunction")
                .functionName(function.live().getFunctionArn())
                .principal("events.amazonaws.com")
                .sourceArn(rule.getAttrArn())
                .build();
        return function;
    }

    /** EventBridge wants the singular for one. */
    private static String rate(long minutes) {
        return "rate(" + minutes + (minutes == 1 ? " minute)" : " minutes)");
    }
}
