package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Who may publish to the rooms of a kind.
 *
 * @param types entities of these, once they may join
 * @param owners of these the entity that has the room's id
 */
record Publishers(Set<EntityType> types, Set<EntityType> owners) {
    static Publishers read(DefinitionNode list, DeclaredNames declared) {
        Set<EntityType> types = new LinkedHashSet<>();
        Set<EntityType> owners = new LinkedHashSet<>();
        for (DefinitionNode element : list.elements()) {
            boolean own = element.isObject();
            DefinitionNode named = own ? element.onlyKeys("own").get("own") : element;
            declared.type(named).ifPresent(type -> {
                if (!(own ? owners : types).add(type)) {
                    element.problem("names the type '" + type + "' twice");
                }
            });
        }
        return new Publishers(types, owners);
    }
}
