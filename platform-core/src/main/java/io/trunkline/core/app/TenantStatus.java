package io.trunkline.core.app;

/** Whether a tenant's apps may connect. */
public enum TenantStatus {
    ACTIVE,
    /** Everyone is turned away with 403, and nothing is deleted. */
    SUSPENDED
}
