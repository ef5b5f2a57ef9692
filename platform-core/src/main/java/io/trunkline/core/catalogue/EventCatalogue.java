package io.trunkline.core.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tenant's events by name, each with the compiled JSON Schema of its data. Whatever schema and event hold, a check
 * ends after so many steps; nothing is fetched from anywhere. Safe for use by several threads.
 */
public final class EventCatalogue {
    /** Reasons of one event that are told. */
    private static final int MOST_REASONS = 3;

    private final Map<String, URI> schemas = new LinkedHashMap<>();
    private final Validator validator;

    private EventCatalogue(boolean vetted) {
        this.validator = new ValidatorFactory()
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                .withDisabledSchemaValidation(vetted)
                .withJsonNodeFactory(new BoundedNode.Factory())
                .withEvaluatorFactory(Patterns.factory())
                .withSchemaResolver(_ -> SchemaResolver.Result.empty())
                .createValidator();
    }

    /**
     * Compiles schemas that {@link #problems} found nothing wrong with; throws {@link IllegalArgumentException} where
     * one of them is none.
     */
    public static EventCatalogue of(Map<String, JsonNode> schemas) {
        EventCatalogue catalogue = new EventCatalogue(true);
        schemas.forEach(catalogue::add);
        return catalogue;
    }

    private void add(String event, JsonNode schema) {
        URI name = URI.create("urn:trunkline:event:" + schemas.size());
        try {
            validator.registerSchema(name, schema);
        } catch (JsonSchemaException | Budget.TooCostlyException e) {
            throw new IllegalArgumentException(event + ": " + e.getMessage(), e);
        }
        schemas.put(event, name);
    }

    /** Reads a schema's text; throws {@link IllegalArgumentException} that says where it is no JSON. */
    public static JsonNode read(String text) {
        return SchemaJson.read(text);
    }

    /** What is wrong with a schema, a line each; none where it may be used. */
    public static List<String> problems(JsonNode schema) {
        List<String> problems = new ArrayList<>(SchemaRules.problems(schema));
        if (problems.isEmpty()) {
            try {
                new EventCatalogue(false).add("event", schema);
            } catch (IllegalArgumentException e) {
                problems.add("the schema: is not valid by " + SchemaRules.DIALECT + ": " + e.getMessage());
            }
        }
        return List.copyOf(problems);
    }

    /** Holds an event's data to its schema. */
    public EventVerdict check(String event, JsonNode data) {
        URI schema = schemas.get(event);
        if (schema == null) {
            return new EventVerdict.Unfit("'" + event + "' is not in the catalogue of events");
        }
        try {
            Validator.Result result = validator.validate(schema, new BoundedNode(data, new Budget(Budget.STEPS)));
            return result.isValid() ? new EventVerdict.Fits() : new EventVerdict.Unfit(reasons(result.getErrors()));
        } catch (Budget.TooCostlyException | StackOverflowError e) {
            return new EventVerdict.Unfit("data is too large or too deep to be checked");
        }
    }

    private static String reasons(List<Error> errors) {
        List<String> reasons = errors.stream()
                .map(error -> "data" + error.getInstanceLocation() + " " + error.getError())
                .distinct()
                .limit(MOST_REASONS)
                .toList();
        return String.join("; ", reasons);
    }
}
