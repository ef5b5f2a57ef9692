package io.trunkline.local.route;

/** What became of a synchronous call of a function. */
public sealed interface InvokeOutcome {
    /** The handler returned. {@code payload} is its JSON; the receiver does not change it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; copying each payload would buy nothing
    record Success(byte[] payload) implements InvokeOutcome {}

    /** The handler threw; what the Lambda Runtime API reports as the error's type and message. */
    record FunctionError(String errorType, String message) implements InvokeOutcome {}

    /** No answer in the time that the function, or the gateway, allows. */
    record TimedOut() implements InvokeOutcome {}

    /** The function's process died, or could not be started. */
    record Crashed() implements InvokeOutcome {}

    /** Every environment of the function is busy. */
    record Throttled() implements InvokeOutcome {}
}
