package io.trunkline.lambda.http;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.LambdaApplicationContextBuilder;
import io.micronaut.function.aws.proxy.payload2.APIGatewayV2HTTPEventFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.Map;

/** The HTTP function in this process, without tables: for what is decided before any is asked. */
final class HttpRig implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Says nothing of itself: the routes ask nothing of it. */
    private static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            HttpRig.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) -> method.getReturnType() == int.class ? 0 : null);

    private final ApplicationContext context = new LambdaApplicationContextBuilder()
            .properties(Map.of(
                    "aws.region", "us-east-1",
                    "aws.access-key-id", "none",
                    "aws.secret-key", "none"))
            .build()
            .start();
    private final APIGatewayV2HTTPEventFunction function = new APIGatewayV2HTTPEventFunction(context);

    /** An answer with its body as JSON. */
    record Answer(int status, JsonNode body) {}

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** Sends an event of payload format 2.0. */
    Answer send(String method, String path, Map<String, String> headers) {
        APIGatewayV2HTTPEvent event = APIGatewayV2HTTPEvent.builder()
                .withVersion("2.0")
                .withRouteKey("$default")
                .withRawPath(path)
                .withRawQueryString("")
                .withHeaders(headers)
                .withRequestContext(APIGatewayV2HTTPEvent.RequestContext.builder()
                        .withStage("$default")
                        .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                                .withMethod(method)
                                .withPath(path)
                                .withProtocol("HTTP/1.1")
                                .withSourceIp("127.0.0.1")
                                .build())
                        .build())
                .build();
        APIGatewayV2HTTPResponse response = function.handleRequest(event, CONTEXT);
        try {
            return new Answer(response.getStatusCode(), JSON.readTree(response.getBody()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
