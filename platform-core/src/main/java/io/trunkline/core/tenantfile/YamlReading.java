package io.trunkline.core.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** What became of a YAML text. */
public sealed interface YamlReading {
    /**
     * A tree, and where its parts stand.
     *
     * @param lines JSON pointer to line, from 1; a mapping's entry stands at its key
     */
    record Tree(JsonNode root, Map<String, Integer> lines) implements YamlReading {
        public Tree {
            lines = Map.copyOf(lines);
        }

        /** The line of {@code pointer}, or of the nearest part around it that is there. */
        public int lineOf(String pointer) {
            String place = pointer;
            while (!place.isEmpty() && !lines.containsKey(place)) {
                place = place.substring(0, place.lastIndexOf('/'));
            }
            return lines.getOrDefault(place, 1);
        }
    }

    /** No tree; at least one fault. */
    record Faulty(List<Fault> faults) implements YamlReading {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    record Fault(int line, String reason) {}
}
