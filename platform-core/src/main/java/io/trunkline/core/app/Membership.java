package io.trunkline.core.app;

/** A seed: a user who may speak for an entity, or holds a value of a scope. */
public record Membership(String user, Standing standing) {}
