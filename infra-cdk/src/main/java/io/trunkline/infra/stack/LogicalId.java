package io.trunkline.infra.stack;

import java.util.Objects;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * Logical ids that are fixed by hand: one that changed would make CloudFormation replace the resource, and what it held
 * would be lost. A test holds them to a list.
 */
final class LogicalId {
    private LogicalId() {}

    static void fix(IConstruct construct, String id) {
        CfnResource resource = construct instanceof CfnResource itself
                ? itself
                : (CfnResource) Objects.requireNonNull(construct.getNode().getDefaultChild());
        resource.overrideLogicalId(id);
    }
}
