package io.trunkline.migration.mapping;

/**
 * One thing mended in one record.
 *
 * @param before never a secret
 */
public record Repair(String origin, RepairKind kind, String field, String before, String after) {}
