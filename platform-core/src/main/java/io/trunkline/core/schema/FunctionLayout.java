package io.trunkline.core.schema;

import java.time.Duration;

/**
 * The Lambda functions of the platform, all from the one zip. infra-cdk deploys them and the local gateway runs them
 * with what stands here, so that the two cannot drift.
 */
public enum FunctionLayout {
    /** The REQUEST authorizer of $connect: token in, principal out. Touches no connection. */
    AUTHORIZER("authorizer", "io.trunkline.lambda.handler.AuthorizerFunction", 1024, Duration.ofSeconds(10)),
    /** $connect, $disconnect and $default. */
    WEBSOCKET("websocket", "io.trunkline.lambda.handler.WebSocketFunction", 1024, Duration.ofSeconds(29)),
    /** Every route of the HTTP API, which backends and operators call. */
    HTTP("http", "io.trunkline.lambda.handler.HttpFunction", 1024, Duration.ofSeconds(29)),
    /** What {@link Schedules#SWEEP} fires: looks for dead connections, and tells clients that are to go. */
    SWEEP("sweep", "io.trunkline.lambda.handler.SweepFunction", 1024, Duration.ofSeconds(55)),
    /** Goes on with fan-outs from the queue. Its batch fails message by message. */
    FANOUT("fanout", "io.trunkline.lambda.handler.FanOutFunction", 1024, Duration.ofSeconds(30));

    private final String functionName;
    private final String handler;
    private final int memoryMegabytes;
    private final Duration timeout;

    FunctionLayout(String functionName, String handler, int memoryMegabytes, Duration timeout) {
        this.functionName = functionName;
        this.handler = handler;
        this.memoryMegabytes = memoryMegabytes;
        this.timeout = timeout;
    }

    /** Last part of the deployed function's name. */
    public String functionName() {
        return functionName;
    }

    /** The handler's class. */
    public String handler() {
        return handler;
    }

    public int memoryMegabytes() {
        return memoryMegabytes;
    }

    /** At most 29 s where API Gateway waits for it, as it waits no longer. */
    public Duration timeout() {
        return timeout;
    }
}
