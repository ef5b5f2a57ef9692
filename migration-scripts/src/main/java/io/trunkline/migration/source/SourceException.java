package io.trunkline.migration.source;

/** A source cannot be read; the message is for the operator. */
public final class SourceException extends RuntimeException {
    public SourceException(String message) {
        super(message);
    }

    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
