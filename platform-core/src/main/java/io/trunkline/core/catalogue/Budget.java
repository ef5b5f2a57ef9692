package io.trunkline.core.catalogue;

/** How much one check may cost, in steps of reading the event. For one thread. */
final class Budget {
    /** What a check of an event may take: some tens of milliseconds. */
    static final int STEPS = 1_000_000;

    private int left;

    Budget(int steps) {
        this.left = steps;
    }

    /** Takes a step; throws {@link TooCostlyException} where none is left. */
    void step() {
        if (left-- <= 0) {
            throw new TooCostlyException();
        }
    }

    /** A check that would take too long; it says nothing about the event. */
    static final class TooCostlyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostlyException() {
            super("a check took too many steps", null, false, false);
        }
    }
}
