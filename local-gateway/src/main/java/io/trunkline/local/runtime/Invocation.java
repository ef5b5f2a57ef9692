package io.trunkline.local.runtime;

import io.trunkline.local.route.InvokeOutcome;
import java.util.concurrent.CompletableFuture;

/** One call of a function, from the queue to its outcome. */
final class Invocation {
    private final String id;
    private final byte[] event;
    private final CompletableFuture<InvokeOutcome> outcome = new CompletableFuture<>();

    Invocation(String id, byte[] event) {
        this.id = id;
        this.event = event;
    }

    String id() {
        return id;
    }

    byte[] event() {
        return event;
    }

    CompletableFuture<InvokeOutcome> outcome() {
        return outcome;
    }
}
