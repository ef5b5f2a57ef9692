package io.trunkline.core.presence;

import java.time.Instant;

/**
 * An entity that has left and is being announced by nobody else.
 *
 * @param reminder by which it was found
 * @param at when the last of it left
 * @param version of what was stored then
 */
public record Departure(Reminder reminder, Instant at, long version) {}
