package io.trunkline.core.usage;

/**
 * An amount of use, in the units that AWS bills.
 *
 * @param connectionMinutes each connection's minutes, rounded up
 * @param messagesIn frames from clients, each begun 32 KB one
 * @param messagesOut frames to clients, each begun 32 KB one
 * @param readHalves halves of DynamoDB's read units, as an eventually consistent read takes half a unit
 * @param writeUnits DynamoDB's write units, indexes included
 */
public record Usage(
        long connectionMinutes,
        long messagesIn,
        long messagesOut,
        long bytesIn,
        long bytesOut,
        long readHalves,
        long writeUnits) {
    /** Nothing used. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0);

    /** API Gateway counts a frame in steps of this many bytes. */
    public static final int MESSAGE_BYTES = 32 * 1024;

    private static final long SECONDS_A_MINUTE = 60;

    public Usage {
        if (connectionMinutes < 0
                || messagesIn < 0
                || messagesOut < 0
                || bytesIn < 0
                || bytesOut < 0
                || readHalves < 0
                || writeUnits < 0) {
            throw new IllegalArgumentException("nobody uses less than nothing");
        }
    }

    /** A frame from a client. */
    public static Usage received(long bytes) {
        return new Usage(0, messages(bytes), 0, bytes, 0, 0, 0);
    }

    /** A frame to a client. */
    public static Usage sent(long bytes) {
        return new Usage(0, 0, messages(bytes), 0, bytes, 0, 0);
    }

    /** A connection that lasted {@code seconds}. */
    public static Usage connected(long seconds) {
        return new Usage(Math.ceilDiv(Math.max(0, seconds), SECONDS_A_MINUTE), 0, 0, 0, 0, 0, 0);
    }

    /** What a request to DynamoDB consumed. */
    public static Usage stored(double readUnits, double writeUnits) {
        return new Usage(0, 0, 0, 0, 0, Math.round(readUnits * 2), Math.round(writeUnits));
    }

    private static long messages(long bytes) {
        return Math.max(1, Math.ceilDiv(bytes, (long) MESSAGE_BYTES));
    }

    public Usage plus(Usage other) {
        return new Usage(
                connectionMinutes + other.connectionMinutes,
                messagesIn + other.messagesIn,
                messagesOut + other.messagesOut,
                bytesIn + other.bytesIn,
                bytesOut + other.bytesOut,
                readHalves + other.readHalves,
                writeUnits + other.writeUnits);
    }

    public double readUnits() {
        return readHalves / 2.0;
    }
}
