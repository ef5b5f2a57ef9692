/**
 * What a tenant's events must look like: JSON Schemas that are checked for what they cost before they are accepted, and
 * events that are held to them. Where the schemas are stored is {@code app}'s and {@code tenantfile}'s business.
 */
@NullMarked
package io.trunkline.core.catalogue;

import org.jspecify.annotations.NullMarked;
