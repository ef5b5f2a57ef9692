package io.trunkline.migration.step;

/** What a long step tells while it goes on. */
public interface Progress {
    /** Tells nothing. */
    Progress SILENT = (what, done, all) -> {};

    /**
     * So far.
     *
     * @param all how many there will be; 0 where nobody knows
     */
    void at(String what, long done, long all);
}
