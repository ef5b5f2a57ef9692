package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.lambda.event.GatewayEventReader;
import io.trunkline.lambda.wiring.FunctionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** What Lambda runs for $connect, $disconnect and $default. */
public final class WebSocketFunction implements RequestStreamHandler {
    private final WebSocketHandler handler = FunctionContext.bean(WebSocketHandler.class);
    private final Metered metered = FunctionContext.bean(Metered.class);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        output.write(metered.invocation(
                FunctionLayout.WEBSOCKET, context, () -> handler.handle(GatewayEventReader.read(input), left)
                        .toJson()));
    }
}
