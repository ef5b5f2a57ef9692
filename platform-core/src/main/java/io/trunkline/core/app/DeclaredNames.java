package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The types and scopes that a definition declares; what the rest of it names must be among them. */
record DeclaredNames(Map<EntityType, Set<String>> types, Set<String> scopes, Map<EntityType, Set<String>> every) {
    static DeclaredNames read(DefinitionNode types, DefinitionNode scopes) {
        Set<String> declared = readScopes(scopes);
        return new DeclaredNames(readTypes(types), declared, readEvery(types, declared));
    }

    private static Set<String> readScopes(DefinitionNode node) {
        Set<String> scopes = new LinkedHashSet<>();
        for (DefinitionNode element : node.elements()) {
            // a scope is also the kind of its room, so it must do as one
            element.key(name -> new RoomName.Topic(new Scope(name, "x").name(), "x"))
                    .ifPresent(room -> {
                        if (!scopes.add(room.kind())) {
                            element.problem("scope '" + room.kind() + "' is declared twice");
                        }
                    });
        }
        return scopes;
    }

    private static Map<EntityType, Set<String>> readTypes(DefinitionNode node) {
        Map<EntityType, Set<String>> types = new LinkedHashMap<>();
        Map<String, DefinitionNode> entries = node.entries();
        if (entries.isEmpty()) {
            node.problem("must declare at least one entity type, such as driver: {}");
        }
        entries.forEach((name, type) -> {
            type.onlyKeys("roles", "every");
            Set<String> roles = new LinkedHashSet<>();
            for (DefinitionNode role : type.get("roles").elements()) {
                role.key(RoomName.Role::new).ifPresent(valid -> {
                    if (!roles.add(valid.role())) {
                        role.problem("role '" + valid.role() + "' is declared twice");
                    }
                });
            }
            type.parsed(name, EntityType::new).ifPresent(valid -> types.put(valid, roles));
        });
        return types;
    }

    private static Map<EntityType, Set<String>> readEvery(DefinitionNode node, Set<String> scopes) {
        Map<EntityType, Set<String>> every = new LinkedHashMap<>();
        node.entries().forEach((name, type) -> {
            Set<String> own = new LinkedHashSet<>();
            for (DefinitionNode scope : type.get("every").elements()) {
                scope.oneOf(scopes).ifPresent(own::add);
            }
            if (!own.isEmpty()) {
                every.put(new EntityType(name), own);
            }
        });
        return every;
    }

    /** The scope that must stand at {@code node}. */
    Optional<String> scope(DefinitionNode node) {
        return node.text().filter(name -> declaredScope(node, name));
    }

    boolean declaredScope(DefinitionNode node, String name) {
        boolean declared = scopes.contains(name);
        if (!declared) {
            node.problem("names the undeclared scope '" + name + "'" + Spelling.suggestion(name, List.copyOf(scopes))
                    + "; declare it under 'scopes'");
        }
        return declared;
    }

    boolean declaredType(DefinitionNode node, EntityType type) {
        boolean declared = types.containsKey(type);
        if (!declared) {
            List<String> known = types.keySet().stream().map(EntityType::value).toList();
            node.problem("names the undeclared type '" + type + "'" + Spelling.suggestion(type.value(), known)
                    + "; declared are " + String.join(", ", known));
        }
        return declared;
    }

    /** The type that must stand at {@code node}. */
    Optional<EntityType> type(DefinitionNode node) {
        return node.key(EntityType::new).filter(type -> declaredType(node, type));
    }

    /** The types that {@code list} names, each of them once. */
    Set<EntityType> typesIn(DefinitionNode list) {
        Set<EntityType> named = new LinkedHashSet<>();
        for (DefinitionNode element : list.elements()) {
            element.key(EntityType::new)
                    .filter(type -> declaredType(element, type))
                    .filter(type -> !named.add(type))
                    .ifPresent(type -> element.problem("names the type '" + type + "' twice"));
        }
        return named;
    }

    /** The entities and values of scopes that {@code list} names, each of them once. */
    List<Standing> standingsIn(DefinitionNode list) {
        List<Standing> named = new ArrayList<>();
        for (DefinitionNode element : list.elements()) {
            element.key(Standing::parse)
                    .filter(standing -> declaredStanding(element, standing))
                    .ifPresent(standing -> {
                        if (named.contains(standing)) {
                            element.problem("names '" + standing + "' twice");
                        }
                        named.add(standing);
                    });
        }
        return named;
    }

    private boolean declaredStanding(DefinitionNode node, Standing standing) {
        return switch (standing) {
            case Standing.Of of -> declaredType(node, of.entity().type());
            case Standing.Within within -> declaredScope(node, within.scope().name());
        };
    }
}
