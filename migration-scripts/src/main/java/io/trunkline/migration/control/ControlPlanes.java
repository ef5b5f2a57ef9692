package io.trunkline.migration.control;

/**
 * The control planes of one account and Region.
 *
 * @param account twelve digits, as the credentials in use say it
 */
public record ControlPlanes(
        String account, String region, ApiPlane apis, FunctionPlane functions, StackPlane stacks, HealthPlane health) {}
