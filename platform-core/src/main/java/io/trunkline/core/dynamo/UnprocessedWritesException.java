package io.trunkline.core.dynamo;

/** DynamoDB left writes of a batch undone, time and again: the table is throttled. */
public final class UnprocessedWritesException extends RuntimeException {
    UnprocessedWritesException(String table, int left) {
        super(left + " writes to " + table + " were left unprocessed; the table is throttled");
    }
}
