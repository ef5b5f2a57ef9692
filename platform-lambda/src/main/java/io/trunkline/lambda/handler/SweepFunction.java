package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.lambda.wiring.FunctionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/** What Lambda runs as the sweep, by the schedule. */
public final class SweepFunction implements RequestStreamHandler {
    private final SweepHandler handler = FunctionContext.bean(SweepHandler.class);
    private final Metered metered = FunctionContext.bean(Metered.class);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(metered.platform(
                FunctionLayout.SWEEP,
                context,
                () -> handler.handle(input, Duration.ofMillis(context.getRemainingTimeInMillis()))));
    }
}
