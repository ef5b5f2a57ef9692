package io.trunkline.local.platform;

import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;

/** A function that is still to be started; until then whoever comes is turned away. */
final class Forwarding implements Invoker {
    private volatile Invoker function = event -> new InvokeOutcome.Throttled();

    void open(Invoker started) {
        function = started;
    }

    @Override
    public InvokeOutcome invoke(byte[] event) {
        return function.invoke(event);
    }
}
