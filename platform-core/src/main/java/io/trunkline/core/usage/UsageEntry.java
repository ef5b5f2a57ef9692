package io.trunkline.core.usage;

import io.trunkline.routing.key.TenantId;
import java.time.Instant;

/**
 * What a tenant used within one hour.
 *
 * @param hour the hour's first instant, UTC
 */
public record UsageEntry(TenantId tenant, Instant hour, Usage usage) {}
