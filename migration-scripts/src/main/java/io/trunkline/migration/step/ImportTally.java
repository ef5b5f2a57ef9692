package io.trunkline.migration.step;

/**
 * What an import did.
 *
 * @param stored rows that were added
 * @param there rows that stood there already, of an earlier run or of the platform itself
 * @param ended connections whose end the platform had seen
 */
public record ImportTally(long stored, long there, long ended) {
    ImportTally plus(ImportTally other) {
        return new ImportTally(stored + other.stored, there + other.there, ended + other.ended);
    }
}
