package io.trunkline.local.platform;

import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.util.concurrent.atomic.AtomicReference;

/** A function that is still to be started; until then whoever comes is turned away. */
final class Forwarding implements Invoker {
    private final AtomicReference<Invoker> function = new AtomicReference<>(event -> new InvokeOutcome.Throttled());

    void open(Invoker started) {
        function.set(started);
    }

    @Override
    public InvokeOutcome invoke(byte[] event) {
        return function.get().invoke(event);
    }
}
