package io.trunkline.infra.stack;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnFunction;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * One of the functions with its role, its logs and the alias {@code live} that everything calls it by: SnapStart holds
 * for published versions only.
 */
final class PlatformFunction extends Construct {
    private final FunctionLayout layout;
    private final Function function;
    private final Alias live;

    /** @param statements all that its role may do besides writing its own logs */
    PlatformFunction(
            Construct scope,
            FunctionLayout layout,
            StageConfig config,
            LambdaCode code,
            Map<EnvironmentVariable, String> environment,
            List<PolicyStatement> statements) {
        super(scope, layout.functionName());
        this.layout = layout;
        String name = config.name(layout.functionName());
        LogGroup logs = LogGroup.Builder.create(this, "Logs")
                .logGroupName("/aws/lambda/" + name)
                .retention(config.stage().logRetention())
                .removalPolicy(config.stage().removal())
                .build();
        PolicyDocument policy =
                PolicyDocument.Builder.create().statements(statements).build();
        policy.addStatements(PolicyStatement.Builder.create()
                .sid("OwnLogs")
                .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                .resources(List.of(logs.getLogGroupArn()))
                .build());
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .description("What " + name + " may do")
                .inlinePolicies(Map.of("use", policy))
                .build();
        Accepted.rule(
                role,
                "AwsSolutions-IAM5",
                "An asterisk stands only where no name is known before it happens: the streams of its own log group,"
                        + " the ids of connections, the six letters that Secrets Manager adds to a secret's name");
        function = Function.Builder.create(this, "Function")
                .functionName(name)
                .description("Trunkline: " + layout.functionName())
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(layout.handler())
                .code(code.asset())
                .memorySize(layout.memoryMegabytes())
                .timeout(Duration.seconds(layout.timeout().toSeconds()))
                .environment(Variables.of(Stack.of(this), layout, config, environment))
                .role(role)
                .logGroup(logs)
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .build();
        // the CDK waits for a role's later policies; this one has none, and the reference to it is dependency enough
        ((CfnFunction) Objects.requireNonNull(function.getNode().getDefaultChild())).addDeletionOverride("DependsOn");
        live = Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(Objects.requireNonNull(function.getCurrentVersion()))
                .build();
    }

    FunctionLayout layout() {
        return layout;
    }

    /** For metrics; callers call {@link #live()}. */
    Function function() {
        return function;
    }

    Alias live() {
        return live;
    }
}
