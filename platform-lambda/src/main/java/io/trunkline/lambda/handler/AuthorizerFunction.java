package io.trunkline.lambda.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.trunkline.lambda.wiring.FunctionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What Lambda runs as the authorizer of $connect. */
public final class AuthorizerFunction implements RequestStreamHandler {
    private final AuthorizerHandler handler = FunctionContext.bean(AuthorizerHandler.class);
    private final Invocations invocations = FunctionContext.bean(Invocations.class);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(invocations.authorization(context, () -> handler.handle(input)));
    }
}
