package io.trunkline.migration.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One record of an older system, as it stands there.
 *
 * @param origin where it stands, for people: {@code connections connectionId=O9oRTfeAoAMCK6g=}
 * @param fields its fields; times are ISO texts, those without a zone among them, binary values are left out
 * @param fault why it cannot be read, where it cannot; then it has no fields
 */
public record SourceRecord(String origin, ObjectNode fields, Optional<String> fault) {
    /** One that can be read. */
    public SourceRecord(String origin, ObjectNode fields) {
        this(origin, fields, Optional.empty());
    }
}
