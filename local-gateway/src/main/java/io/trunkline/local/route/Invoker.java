package io.trunkline.local.route;

/** Calls one function and waits for its answer. Called on virtual threads, so it may block; many calls at a time. */
@FunctionalInterface
public interface Invoker {
    /**
     * Calls the function once.
     *
     * @param event the event as UTF-8 JSON
     * @return whatever became of the call; an exception thrown instead counts as a crash
     */
    InvokeOutcome invoke(byte[] event);
}
