package io.trunkline.core.app;

import io.trunkline.routing.key.EntityRef;

/** A seed: a user who may speak for an entity. */
public record Membership(String user, EntityRef entity) {}
