package io.trunkline.migration.control;

import java.util.Optional;

/** CloudFormation: which stack owns what. */
public interface StackPlane {
    /** A resource's place in a stack. */
    record Owner(String stack, String logicalId) {}

    /** The stack that owns this resource, where one does. */
    Optional<Owner> owner(String physicalId);
}
