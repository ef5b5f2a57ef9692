package io.trunkline.local.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of an IAM policy that authorizers write: statements of Effect, Action and Resource, with wildcards. */
final class AuthorizerPolicy {
    private static final String ACTION = "execute-api:Invoke";
    private static final Set<String> UNDERSTOOD = Set.of("Sid", "Effect", "Action", "Resource");

    private record Statement(boolean allow, List<String> actions, List<String> resources) {
        boolean covers(String arn) {
            return actions.stream().anyMatch(action -> Wildcards.matches(action, ACTION, true))
                    && resources.stream().anyMatch(resource -> Wildcards.matches(resource, arn, false));
        }
    }

    private final List<Statement> statements;

    private AuthorizerPolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /** Empty for what is no policy, and for one with elements that are not understood: ignoring them could let in. */
    static Optional<AuthorizerPolicy> parse(JsonNode document) {
        JsonNode written = document.path("Statement");
        List<JsonNode> nodes = new ArrayList<>();
        if (written.isArray()) {
            written.forEach(nodes::add);
        } else {
            nodes.add(written);
        }
        List<Statement> statements = new ArrayList<>();
        for (JsonNode node : nodes) {
            String effect = node.path("Effect").asText();
            List<String> actions = texts(node.path("Action"));
            List<String> resources = texts(node.path("Resource"));
            boolean understood = node.isObject()
                    && node.properties().stream().allMatch(element -> UNDERSTOOD.contains(element.getKey()));
            if (!understood
                    || !(effect.equals("Allow") || effect.equals("Deny"))
                    || actions.isEmpty()
                    || resources.isEmpty()) {
                return Optional.empty();
            }
            statements.add(new Statement(effect.equals("Allow"), actions, resources));
        }
        return Optional.of(new AuthorizerPolicy(statements));
    }

    /** An explicit deny wins; what no statement covers is denied. */
    boolean allows(String arn) {
        boolean allowed = false;
        for (Statement statement : statements) {
            if (statement.covers(arn)) {
                if (!statement.allow()) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        if (oneOrMore.isTextual()) {
            texts.add(oneOrMore.asText());
        }
        oneOrMore.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
