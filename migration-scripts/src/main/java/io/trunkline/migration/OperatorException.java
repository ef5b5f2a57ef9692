package io.trunkline.migration;

/** Something that the person at the keyboard can mend; the message says how. */
public final class OperatorException extends RuntimeException {
    public OperatorException(String message) {
        super(message);
    }

    public OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
