package io.trunkline.core.app;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what lets somebody into the rooms of a kind: one condition, or a list of which one is enough. */
final class JoinReader {
    private JoinReader() {}

    static Optional<JoinCondition> read(DefinitionNode node, DeclaredNames declared) {
        return node.isList() ? anyOf(node, declared) : one(node, declared);
    }

    private static Optional<JoinCondition> anyOf(DefinitionNode list, DeclaredNames declared) {
        List<JoinCondition> conditions = new ArrayList<>();
        for (DefinitionNode element : list.elements()) {
            one(element, declared).ifPresent(condition -> {
                if (conditions.contains(condition)) {
                    element.problem("says the same as an earlier condition");
                }
                conditions.add(condition);
            });
        }
        if (list.isEmptyList()) {
            list.problem("must list at least one condition");
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(new JoinCondition.AnyOf(conditions));
    }

    private static Optional<JoinCondition> one(DefinitionNode node, DeclaredNames declared) {
        if (node.isText()) {
            return node.oneOf(Set.of("open", "grant"))
                    .map(word -> word.equals("open") ? new JoinCondition.Open() : new JoinCondition.ByGrant());
        }
        if (!node.isObject()) {
            node.problem(
                    "must be open, grant, {grant: [SCOPE]}, {claim: SCOPE}, {types: [TYPE]}, {own: TYPE} or a list of"
                            + " these");
            return Optional.empty();
        }
        node.onlyKeys("claim", "types", "grant", "own");
        List<String> said = List.of("claim", "types", "grant", "own").stream()
                .filter(key -> !node.get(key).isMissing())
                .toList();
        if (said.size() != 1) {
            node.problem("must have one of claim, types, grant and own");
            return Optional.empty();
        }
        return switch (said.getFirst()) {
            case "claim" -> declared.scope(node.get("claim")).map(JoinCondition.ByScope::new);
            case "own" -> declared.type(node.get("own")).map(JoinCondition.Own::new);
            case "grant" -> Optional.of(new JoinCondition.ByGrant(scopesIn(node.get("grant"), declared)));
            default -> {
                if (node.get("types").isEmptyList()) {
                    node.get("types").problem("must list at least one type");
                }
                yield Optional.of(new JoinCondition.ByType(declared.typesIn(node.get("types"))));
            }
        };
    }

    private static Set<String> scopesIn(DefinitionNode list, DeclaredNames declared) {
        Set<String> scopes = new LinkedHashSet<>();
        if (list.isEmptyList()) {
            list.problem("must list at least one scope; without any it is written join: grant");
        }
        list.elements().forEach(scope -> declared.scope(scope).ifPresent(scopes::add));
        return scopes;
    }
}
