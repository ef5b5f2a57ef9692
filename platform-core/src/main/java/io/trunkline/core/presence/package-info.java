/**
 * Who is in a room, by entity and with all its devices as one: the rules of coming and leaving, the port that stores
 * them, and who is in a room that keeps nothing of it. Telling a room of a change lives in {@code publish}.
 */
@NullMarked
package io.trunkline.core.presence;

import org.jspecify.annotations.NullMarked;
