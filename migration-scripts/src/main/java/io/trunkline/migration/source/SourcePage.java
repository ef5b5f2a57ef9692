package io.trunkline.migration.source;

import java.util.List;
import java.util.Optional;

/**
 * Some of a source's records.
 *
 * @param records may be empty although there is a next page
 * @param next where the next page starts, or empty at the end
 */
public record SourcePage(List<SourceRecord> records, Optional<String> next) {
    public SourcePage {
        records = List.copyOf(records);
    }
}
