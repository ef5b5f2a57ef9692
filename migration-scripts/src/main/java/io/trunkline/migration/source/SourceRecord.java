package io.trunkline.migration.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One record of an older system, as it stands there.
 *
 * @param origin where it stands, for people: {@code connections connectionId=O9oRTfeAoAMCK6g=}
 * @param fields its fields; times are ISO texts, those without a zone among them, binary values are left out
 */
public record SourceRecord(String origin, ObjectNode fields) {}
