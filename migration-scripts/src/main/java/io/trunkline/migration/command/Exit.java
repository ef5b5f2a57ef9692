package io.trunkline.migration.command;

/** The exit codes of every command of a migration; docs/migration.md states them. */
final class Exit {
    /** Done, or green. */
    static final int DONE = 0;

    /** It failed; the message says what to do, and the same command goes on. */
    static final int FAILED = 1;

    /** The command was written wrongly. */
    static final int USAGE = 2;

    /** It ran, and what it found is not well: a verify that is red. */
    static final int FINDINGS = 3;

    private Exit() {}
}
