package io.trunkline.core.sweep;

/**
 * How much was read.
 *
 * @param rows rows of the table or index
 * @param units read units that DynamoDB says it took
 */
public record Extent(long rows, double units) {
    public static final Extent NONE = new Extent(0, 0);

    public Extent plus(Extent other) {
        return new Extent(rows + other.rows, units + other.units);
    }
}
