package io.trunkline.core.sweep;

import io.trunkline.core.delivery.Deadline;

/**
 * What a step is given with each page.
 *
 * @param deadline nothing new starts after it
 * @param thorough whether every row is looked into, where usually a sample is
 * @param expectedRows rows of the last whole pass; 0 where there was none
 * @param tally this step's counts of the run
 * @param seen the live connections that this run has met
 */
public record SweepTurn(
        Deadline deadline, boolean thorough, long expectedRows, SweepTally tally, SeenConnections seen) {}
