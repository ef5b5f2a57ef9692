package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.metrics.InvocationMetrics;
import io.trunkline.lambda.wiring.FunctionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * What Lambda runs for every route of the HTTP API: Micronaut's function for payload 2.0, within the environment's one
 * context. The routes are in {@code http}.
 */
public final class HttpFunction extends APIGatewayV2HTTPEventFunction {
    /** Kept back from the time that is left, to answer in. */
    private static final Duration RESERVE = Duration.ofMillis(200);

    private final Metered metered = FunctionContext.whole().getBean(Metered.class);
    private final EventHook hook = FunctionContext.whole().getBean(EventHook.class);

    public HttpFunction() {
        super(FunctionContext.whole());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        try {
            return metered.invocation(FunctionLayout.HTTP, context, () -> {
                UsageTab.label("request", event.getRequestContext().getRequestId());
                APIGatewayV2HTTPResponse response;
                try {
                    response = super.handleRequest(event, context);
                } finally {
                    InvocationMetrics.count(Metric.HOOK_EVENTS_LOST, hook.flush(left(context)));
                }
                InvocationMetrics.count(Metric.REJECTED, response.getStatusCode() >= 400 ? 1 : 0);
                InvocationMetrics.count(Metric.FAULTS, response.getStatusCode() >= 500 ? 1 : 0);
                return response;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration left(Context context) {
        return Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    }
}
