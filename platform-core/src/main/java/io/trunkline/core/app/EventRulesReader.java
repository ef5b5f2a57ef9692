package io.trunkline.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.EventRules.Check;
import io.trunkline.routing.catalog.EventPattern;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code events} of a definition. The schemas come from the files of the catalogue when a tenant file is loaded;
 * that each of them is one is seen then.
 */
final class EventRulesReader {
    private static final Map<String, Check> CHECKS =
            Map.of("off", Check.OFF, "warn", Check.WARN, "reject", Check.REJECT);

    private EventRulesReader() {}

    static EventRules read(DefinitionNode node) {
        if (node.isMissing()) {
            return EventRules.NONE;
        }
        node.onlyKeys("check", "catalogue", "schemas");
        Optional<Check> check = node.get("check").oneOf(CHECKS.keySet()).map(CHECKS::get);
        Optional<String> version = node.get("catalogue").text().filter(text -> isVersion(node.get("catalogue"), text));
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        node.get("schemas").entries().forEach((event, schema) -> schema.parsed(event, EventPattern::new)
                .ifPresent(_ -> schemas.put(event, schema.value())));
        return new EventRules(check.orElse(Check.OFF), version.orElse(""), schemas);
    }

    private static boolean isVersion(DefinitionNode node, String text) {
        boolean valid = text.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
        if (!valid) {
            node.problem("must be a version, such as \"1.0\": 1 to 32 letters, digits, '.', '_' or '-'");
        }
        return valid;
    }
}
