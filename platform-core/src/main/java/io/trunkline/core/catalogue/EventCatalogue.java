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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A tenant's events by name, each with the JSON Schema of its data, compiled at the event's first check. Whatever
 * schema and event hold, a check ends after so many steps; nothing is fetched from anywhere. Safe for use by several
 * threads.
 */
public final class EventCatalogue {
    /** Reasons of one event that are told. */
    private static final int MOST_REASONS = 3;

    private static final URI NAME = URI.create("urn:trunkline:event");

    private final Map<String, JsonNode> schemas;

    /** One for each event, as nothing is added to one that others may be checking by. */
    private final Map<String, Validator> validators = new ConcurrentHashMap<>();

    private EventCatalogue(Map<String, JsonNode> schemas) {
        this.schemas = Map.copyOf(schemas);
    }

    /** A catalogue of schemas that {@link #problems} found nothing wrong with. */
    public static EventCatalogue of(Map<String, JsonNode> schemas) {
        return new EventCatalogue(schemas);
    }

    /** @param vetted whether the schema is known to be one; throws {@link IllegalArgumentException} where it is none */
    private static Validator compiled(JsonNode schema, boolean vetted) {
        Validator validator = new ValidatorFactory()
                .withDefaultDialect(new Dialects.Draft2020Dialect())
                .withDisabledSchemaValidation(vetted)
                .withJsonNodeFactory(new BoundedNode.Factory())
                .withEvaluatorFactory(Patterns.factory())
                .withSchemaResolver(_ -> SchemaResolver.Result.empty())
                .createValidator();
        try {
            validator.registerSchema(NAME, schema);
        } catch (JsonSchemaException | Budget.TooCostlyException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return validator;
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
                compiled(schema, false);
            } catch (IllegalArgumentException e) {
                problems.add("the schema: is not valid by " + SchemaRules.DIALECT + ": " + e.getMessage());
            }
        }
        return List.copyOf(problems);
    }

    /** Holds an event's data to its schema; throws {@link IllegalArgumentException} where the schema is none. */
    public EventVerdict check(String event, JsonNode data) {
        JsonNode schema = schemas.get(event);
        if (schema == null) {
            return new EventVerdict.Unfit("'" + event + "' is not in the catalogue of events");
        }
        Validator validator = validators.computeIfAbsent(event, _ -> compiled(schema, true));
        try {
            Validator.Result result = validator.validate(NAME, new BoundedNode(data, new Budget(Budget.STEPS)));
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
