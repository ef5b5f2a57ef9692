package io.trunkline.core.sweep;

import java.util.Optional;

/**
 * What a step did in one turn.
 *
 * @param next where its next turn starts; empty at the end of the pass
 */
public record StepPage(Optional<String> next, Extent read) {}
