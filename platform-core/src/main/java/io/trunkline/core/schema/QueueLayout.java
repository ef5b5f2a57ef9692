package io.trunkline.core.schema;

import java.time.Duration;

/**
 * The queue of left-over fan-out work and its dead letters: names and settings, for whoever creates them, {@code sqs}
 * on one machine and infra-cdk in the cloud. Both are standard queues.
 *
 * @param ecosystem the first part of every name, as in {@link TableLayout}
 * @param stage dev, staging, prod …
 */
public record QueueLayout(String ecosystem, String stage) {
    /** From the taking of a message until it comes again: six times the function's time-out, as AWS advises. */
    public static final Duration VISIBILITY = FunctionLayout.FANOUT.timeout().multipliedBy(6);

    /** How often a message is delivered before it goes to the dead letters. */
    public static final int MAX_RECEIVES = 5;

    /** No connection that a message speaks of lasts longer. */
    public static final Duration KEPT = Duration.ofDays(1);

    /** The most that SQS keeps. */
    public static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(14);

    /** How long the function's poller waits for a message, so that an idle queue costs little. */
    public static final Duration LONG_POLL = Duration.ofSeconds(20);

    /** Messages an invocation of the function takes at most; they are worked on side by side. */
    public static final int BATCH = 5;

    /**
     * Environments of the function at once (2 to 1,000, by the event source). With the posts a second of one
     * (TRUNKLINE_POSTS_PER_SECOND) this is what the queue may take of the account's 10,000 requests a second.
     */
    public static final int CONCURRENCY = 4;

    /** Bytes of UTF-8 that a message holds at most, attributes included. */
    public static final int MAX_MESSAGE_BYTES = 256 * 1024;

    public static QueueLayout of(TableLayout tables) {
        return new QueueLayout(tables.ecosystem(), tables.stage());
    }

    public String fanOut() {
        return ecosystem + "_websocket_fanout_" + stage;
    }

    public String deadLetters() {
        return ecosystem + "_websocket_fanout_dead_" + stage;
    }
}
