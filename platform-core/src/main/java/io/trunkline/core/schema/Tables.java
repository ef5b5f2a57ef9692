package io.trunkline.core.schema;

import java.util.List;
import java.util.Optional;

/** The keys of the four tables, for whoever creates them: {@code dynamo} on one machine, infra-cdk in the cloud. */
public final class Tables {
    private Tables() {}

    /** The type of a key attribute. */
    public enum KeyType {
        TEXT,
        NUMBER
    }

    /** A key attribute. */
    public record Key(String name, KeyType type) {
        static Key text(String name) {
            return new Key(name, KeyType.TEXT);
        }
    }

    /** An index that holds the keys only. */
    public record Index(String name, Key partition) {}

    /**
     * A table, billed on demand.
     *
     * @param expires whether items carry {@link Attributes#EXPIRES_AT} for DynamoDB to delete them by
     */
    public record Table(String name, Key partition, Optional<Key> sort, Optional<Index> index, boolean expires) {}

    /** The four tables of {@code layout}. */
    public static List<Table> of(TableLayout layout) {
        return List.of(
                new Table(
                        layout.connections(),
                        Key.text(Attributes.CONNECTION_ID),
                        Optional.empty(),
                        Optional.empty(),
                        true),
                // the index has no sort key: DynamoDB bounds one at 1,024 bytes, and a room key may be longer
                new Table(
                        layout.subscriptions(),
                        Key.text(Attributes.ROOM),
                        Optional.of(Key.text(Attributes.CONNECTION_ID)),
                        Optional.of(new Index(Attributes.BY_CONNECTION, Key.text(Attributes.CONNECTION_ID))),
                        true),
                new Table(
                        layout.registry(),
                        Key.text(Attributes.TENANT),
                        Optional.of(Key.text(Attributes.ITEM)),
                        Optional.empty(),
                        false),
                new Table(
                        layout.events(),
                        Key.text(Attributes.ROOM),
                        Optional.of(new Key(Attributes.OFFSET, KeyType.NUMBER)),
                        Optional.empty(),
                        true));
    }
}
