package io.trunkline.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;

/** How many resources each stack of an assembly has. */
public record ResourceCounts(Map<String, Integer> byStack) {
    public ResourceCounts {
        byStack = java.util.Collections.unmodifiableMap(new TreeMap<>(byStack));
    }

    static ResourceCounts of(CloudAssembly assembly) {
        Map<String, Integer> counts = new TreeMap<>();
        for (CloudFormationStackArtifact stack : assembly.getStacks()) {
            Object resources = stack.getTemplate() instanceof Map<?, ?> template ? template.get("Resources") : null;
            counts.put(stack.getStackName(), resources instanceof Map<?, ?> all ? all.size() : 0);
        }
        return new ResourceCounts(counts);
    }

    /** A line a stack, for people. */
    public List<String> lines() {
        return byStack.entrySet().stream()
                .map(stack -> String.format(
                        "%-32s %3d resources of at most %d", stack.getKey(), stack.getValue(), Platform.RESOURCE_LIMIT))
                .toList();
    }
}
