package io.trunkline.local.control;

import io.trunkline.local.route.Invoker;
import io.trunkline.local.route.Wildcards;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A function of the account: its settings, its resource policy, and what runs it. */
public final class HostedFunction {
    /** A statement of a resource policy that lets a service call the function. */
    record Statement(String id, String principal, String action, Optional<String> sourceArn) {}

    private final String name;
    private final String runtime;
    private final Invoker invoker;
    private final Map<String, Statement> policy = new LinkedHashMap<>();
    private Map<String, String> variables;
    private int changes;

    /** @param variables of its environment */
    public HostedFunction(String name, String runtime, Map<String, String> variables, Invoker invoker) {
        this.name = name;
        this.runtime = runtime;
        this.variables = Map.copyOf(variables);
        this.invoker = invoker;
    }

    public String name() {
        return name;
    }

    String runtime() {
        return runtime;
    }

    Invoker invoker() {
        return invoker;
    }

    synchronized Map<String, String> variables() {
        return variables;
    }

    /** Another one after each change, of settings and of the policy. */
    synchronized String revision() {
        return UUID.nameUUIDFromBytes((name + " " + changes).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** False where {@code expected} is an older revision; nothing is replaced then. */
    synchronized boolean replaceVariables(Map<String, String> others, Optional<String> expected) {
        boolean current = expected.map(revision()::equals).orElse(true);
        if (current) {
            variables = Map.copyOf(others);
            changes++;
        }
        return current;
    }

    synchronized Map<String, Statement> policy() {
        return new LinkedHashMap<>(policy);
    }

    /** False where a statement of that id is there already. */
    synchronized boolean add(Statement statement) {
        boolean added = policy.putIfAbsent(statement.id(), statement) == null;
        changes += added ? 1 : 0;
        return added;
    }

    /** False where there is no such statement. */
    synchronized boolean remove(String statement) {
        boolean removed = policy.remove(statement) != null;
        changes += removed ? 1 : 0;
        return removed;
    }

    /** Whether API Gateway may call it for {@code sourceArn}. */
    synchronized boolean lets(String sourceArn) {
        return policy.values().stream()
                .anyMatch(one -> one.principal().equals("apigateway.amazonaws.com")
                        && one.action().equals("lambda:InvokeFunction")
                        && one.sourceArn()
                                .map(pattern -> Wildcards.matches(pattern, sourceArn, false))
                                .orElse(true));
    }
}
