package io.trunkline.migration.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A plan as it stands in its file: all that a reviewer reads, and nothing that an apply takes from elsewhere. */
public record MigrationPlan(ObjectNode root) {
    /** The digest that the file names. */
    public String digest() {
        return root.path("digest").asText();
    }

    /** The plan's name in the journal. */
    public String id() {
        String digest = digest();
        return app() + " " + digest.substring(0, Math.min(12, digest.length()));
    }

    public String account() {
        return root.path("account").asText();
    }

    public String region() {
        return root.path("region").asText();
    }

    public String stage() {
        return root.path("stage").asText();
    }

    public String ecosystem() {
        return root.path("ecosystem").asText();
    }

    /** {@code tenant/app}. */
    public String app() {
        return root.path("target").path("app").asText();
    }

    public String dialect() {
        return root.path("target").path("dialect").asText();
    }

    /** {@code apiId/stage} of the older API. */
    public Optional<String> api() {
        return text("api");
    }

    public String mappingName() {
        return root.path("mapping").path("name").asText();
    }

    public String mappingText() {
        return root.path("mapping").path("text").asText();
    }

    public Optional<String> zone() {
        return text("zone");
    }

    public JsonNode source() {
        return root.path("source");
    }

    public JsonNode records() {
        return root.path("records");
    }

    /** The changes of resources, in the order in which they are made. */
    public List<JsonNode> changes() {
        List<JsonNode> changes = new ArrayList<>();
        root.path("changes").forEach(changes::add);
        return changes;
    }

    private Optional<String> text(String name) {
        return root.path(name).isTextual() ? Optional.of(root.path(name).asText()) : Optional.empty();
    }
}
