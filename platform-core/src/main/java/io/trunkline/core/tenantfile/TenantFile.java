package io.trunkline.core.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.TenantReading;
import java.nio.file.Path;

/**
 * A tenant's file that was read and found valid.
 *
 * @param definition what the file says, to be stored in the registry as it is
 * @param reading the tenant, its doors and its seeds
 */
public record TenantFile(Path file, JsonNode definition, TenantReading.Valid reading) {}
