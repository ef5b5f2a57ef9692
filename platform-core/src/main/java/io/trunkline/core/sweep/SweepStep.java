package io.trunkline.core.sweep;

import java.util.Optional;

/**
 * One kind of thing that a sweep looks at, page by page. The sweep keeps its place, its budget and its time; a step
 * keeps nothing between pages.
 */
public interface SweepStep {
    /** Its name in logs and in the stored state: letters only, never changed. */
    String name();

    /** Whether a pass begins in every run, whatever it costs; otherwise a dear pass begins every ten minutes only. */
    default boolean everyRun() {
        return false;
    }

    /**
     * Looks at one page and does what is to be done about it. What it has no time for it leaves to the next pass; a
     * single row that fails is counted, a page that cannot be read is thrown, and the next run begins with it.
     *
     * @param cursor what the last page answered; empty at the beginning
     */
    StepPage page(Optional<String> cursor, SweepTurn turn);
}
