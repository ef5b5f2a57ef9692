package io.trunkline.core.app;

import io.trunkline.routing.key.RoomName;

/** A seed: who is let into a room. */
public record Grant(RoomName room, Standing standing) {}
