package io.trunkline.lambda.handler;

import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import io.trunkline.lambda.wiring.FunctionContext;

/**
 * What Lambda runs for every route of the HTTP API: Micronaut's function for payload 2.0, within the environment's one
 * context. The routes are in {@code http}.
 */
public final class HttpFunction extends APIGatewayV2HTTPEventFunction {
    public HttpFunction() {
        super(FunctionContext.whole());
    }
}
