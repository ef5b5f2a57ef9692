package io.trunkline.migration.step;

import io.trunkline.migration.mapping.RepairKind;
import io.trunkline.migration.mapping.UnmappedReason;
import java.util.Map;

/**
 * What came out of a source: how much, and the checksums of the files that hold it.
 *
 * @param read records
 * @param rows connections to store
 * @param attached records that went into one of these, as a subscription of it or as its other shape
 * @param rooms that these join beside the automatic ones
 * @param automatic rooms that these join by themselves
 * @param checksums by file name
 */
public record Extract(
        long read,
        long rows,
        long attached,
        long rooms,
        long automatic,
        Map<RepairKind, Long> repairs,
        Map<UnmappedReason, Long> unmapped,
        Map<String, String> checksums) {
    /** Connections to store, a line each. */
    public static final String ROWS = "rows.jsonl";

    /** What was mended, a line each. */
    public static final String REPAIRS = "repairs.jsonl";

    /** What is not carried over, a line each, with the reason. */
    public static final String UNMAPPED = "unmapped.jsonl";

    public Extract {
        repairs = Map.copyOf(repairs);
        unmapped = Map.copyOf(unmapped);
        checksums = Map.copyOf(checksums);
    }
}
