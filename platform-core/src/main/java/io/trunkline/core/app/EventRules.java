package io.trunkline.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What a tenant's events must look like.
 *
 * @param check what becomes of an event that looks otherwise
 * @param version the catalogue's own, for people
 * @param schemas event name to the JSON Schema of its data
 */
public record EventRules(Check check, String version, Map<String, JsonNode> schemas) {
    /** What becomes of an event that is not in the catalogue, or not as it says. */
    public enum Check {
        /** Nothing is checked. */
        OFF,
        /** It is published, and a line in the log says what is wrong. */
        WARN,
        /** It is refused. */
        REJECT
    }

    /** Nothing is checked. */
    public static final EventRules NONE = new EventRules(Check.OFF, "", Map.of());

    public EventRules {
        schemas = Map.copyOf(schemas);
    }
}
