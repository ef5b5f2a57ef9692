package io.trunkline.migration.source;

import java.util.Optional;

/**
 * One table, collection or file of an older system, read page by page. Nothing is held between two pages but the text
 * that says where the next one starts, so a read goes on after a lost network, a new password or a killed process.
 */
public interface RecordSource extends AutoCloseable {
    /** Records in one page, at most. */
    int PAGE = 1_000;

    /**
     * The page that starts there, or the first.
     *
     * @throws SourceException where the store cannot be read
     */
    SourcePage page(Optional<String> from);

    @Override
    void close();
}
