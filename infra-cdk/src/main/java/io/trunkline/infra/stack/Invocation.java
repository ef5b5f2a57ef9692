package io.trunkline.infra.stack;

import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.constructs.Construct;

/** How API Gateway comes to a function: always by its alias. */
final class Invocation {
    private Invocation() {}

    /** What an integration or an authorizer names as its URI. */
    static String uri(PlatformFunction function) {
        Stack stack = Stack.of(function);
        return "arn:" + stack.getPartition() + ":apigateway:" + stack.getRegion() + ":lambda:path/2015-03-31/functions/"
                + function.live().getFunctionArn() + "/invocations";
    }

    /**
     * Lets one API, or one part of it, call {@code function}.
     *
     * @param source what stands behind the account in the API's ARN: {@code abc123def0/dev/*}
     */
    static void allow(Construct scope, String id, PlatformFunction function, String source) {
        CfnPermission.Builder.create(scope, id)
                .action("lambda:InvokeFunction")
                .functionName(function.live().getFunctionArn())
                .principal("apigateway.amazonaws.com")
                .sourceArn(Stack.of(scope)
                        .formatArn(ArnComponents.builder()
                                .service("execute-api")
                                .resource(source)
                                .arnFormat(ArnFormat.NO_RESOURCE_NAME)
                                .build()))
                .build();
    }
}
