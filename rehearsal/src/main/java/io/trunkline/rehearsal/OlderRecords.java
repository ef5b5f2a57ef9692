package io.trunkline.rehearsal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Where an older app keeps its connections, with the records that its own function writes. */
interface OlderRecords extends AutoCloseable {
    /**
     * One record.
     *
     * @param key by which a later one takes its place
     * @param connection whose it is
     * @param text all of its fields
     */
    record Row(String key, String connection, String text) {}

    /** What a write did: records as they stand then, and keys of those that are gone. */
    record Change(List<Row> written, List<String> removed) {}

    /** Stores a connection. */
    Change connected(String connection, Person person, Instant at);

    /** Removes a connection, or marks it as ended. */
    Change disconnected(String connection, Instant at);

    boolean isThere(String connection);

    /** The connections of an entity, as the back end looks them up for each push. */
    List<String> connectionsOf(String id);

    /** Every record, as it is stored. */
    List<Row> rows();

    /** One checksum over every field of every record. */
    default String checksum() {
        return checksum(_ -> true);
    }

    /** The same over the records of some connections. */
    default String checksum(Predicate<String> connection) {
        TreeSet<String> texts = new TreeSet<>();
        rows().stream().filter(row -> connection.test(row.connection())).forEach(row -> texts.add(row.text()));
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(String.join("\n", texts).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    @Override
    void close();
}
