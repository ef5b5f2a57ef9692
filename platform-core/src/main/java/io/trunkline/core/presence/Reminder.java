package io.trunkline.core.presence;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.time.Instant;

/** A note to look after an entity in a room; at most one for a second. */
public record Reminder(RoomKey room, EntityRef entity, Instant due) {}
