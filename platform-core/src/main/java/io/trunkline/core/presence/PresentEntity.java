package io.trunkline.core.presence;

import io.trunkline.routing.key.EntityRef;
import java.time.Instant;

/**
 * An entity that counts as there.
 *
 * @param devices its connections; 0 where it is away within its grace
 */
public record PresentEntity(EntityRef entity, int devices, Instant since) {}
