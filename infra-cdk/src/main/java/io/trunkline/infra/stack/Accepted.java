package io.trunkline.infra.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.constructs.IConstruct;

/**
 * Rules of cdk-nag that a resource breaks for a reason. Written as the template's own metadata, so that cdk-nag itself
 * is needed by the tests only.
 */
final class Accepted {
    private static final String KEY = "cdk_nag";
    private static final String RULES = "rules_to_suppress";

    private Accepted() {}

    /**
     * Accepts that {@code construct}'s resource breaks {@code rule}.
     *
     * @param findings of the rule; all of them where there are none
     */
    static void rule(IConstruct construct, String rule, String reason, String... findings) {
        CfnResource resource = construct instanceof CfnResource itself
                ? itself
                : (CfnResource)
                        java.util.Objects.requireNonNull(construct.getNode().getDefaultChild());
        List<Object> rules = new ArrayList<>();
        if (resource.getMetadata(KEY) instanceof Map<?, ?> before && before.get(RULES) instanceof List<?> known) {
            rules.addAll(known);
        }
        rules.add(
                findings.length == 0
                        ? Map.of("id", rule, "reason", reason)
                        : Map.of("id", rule, "reason", reason, "applies_to", List.of(findings)));
        resource.addMetadata(KEY, Map.of(RULES, rules));
    }
}
