package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.lambda.wiring.FunctionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** What Lambda runs for messages of the fan-out queue. */
public final class FanOutFunction implements RequestStreamHandler {
    private final FanOutHandler handler = FunctionContext.bean(FanOutHandler.class);
    private final Metered metered = FunctionContext.bean(Metered.class);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis());
        output.write(metered.platform(FunctionLayout.FANOUT, context, () -> handler.handle(input, left)));
    }
}
