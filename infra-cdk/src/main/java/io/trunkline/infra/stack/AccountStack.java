package io.trunkline.infra.stack;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.CfnAccount;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;

/**
 * The role by which API Gateway writes the access logs of WebSocket APIs: one setting for a whole account and Region,
 * so it belongs to no stage, and is deployed once where the account has none. It stays when the stack goes, since
 * others may rely on it by then.
 */
public final class AccountStack extends Stack {
    public AccountStack(Construct scope) {
        super(
                scope,
                "Trunkline-Account",
                StackProps.builder()
                        .description("Trunkline: API Gateway's role for logs, once an account and Region")
                        .build());
        Role role = Role.Builder.create(this, "LogsRole")
                .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                .managedPolicies(java.util.List.of(
                        ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs")))
                .build();
        role.applyRemovalPolicy(RemovalPolicy.RETAIN);
        Accepted.rule(
                role,
                "AwsSolutions-IAM4",
                "API Gateway checks the account's role for the rights of this very policy, on every log group");
        CfnAccount account = CfnAccount.Builder.create(this, "ApiGatewayAccount")
                .cloudWatchRoleArn(role.getRoleArn())
                .build();
        account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
}
