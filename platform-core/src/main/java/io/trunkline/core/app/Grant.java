package io.trunkline.core.app;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomName;

/** A seed: an entity that is let into a room. */
public record Grant(RoomName room, EntityRef entity) {}
