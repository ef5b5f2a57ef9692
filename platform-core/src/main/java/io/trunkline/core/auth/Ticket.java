package io.trunkline.core.auth;

import io.trunkline.core.connection.Principal;
import java.time.Instant;

/**
 * What a ticket stands for.
 *
 * @param usableUntil to the second; from then on it opens nothing
 */
public record Ticket(Principal principal, Instant usableUntil) {}
