package io.trunkline.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.TenantReading;

/** A valid tenant and the definition that it was read from. */
public record LoadedTenant(JsonNode definition, TenantReading.Valid valid) {}
