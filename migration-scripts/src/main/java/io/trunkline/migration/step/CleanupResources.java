package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.control.StackPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The API, the functions behind it and the permission that a plan names, as a cleanup removes them. What a stack owns
 * is that stack's to remove, and a function that something else may call stays.
 */
final class CleanupResources {
    private static final String FUNCTION_MARK = ":function:";

    private final ControlPlanes planes;

    CleanupResources(ControlPlanes planes) {
        this.planes = planes;
    }

    /**
     * Something to remove.
     *
     * @param what as a journal and an operator read it
     */
    record Doomed(String what, Runnable removal) {}

    /** What is still there of it, in the order in which it goes. Throws where a stack owns something of it. */
    List<Doomed> doomed(List<JsonNode> changes, GatewayEndpoint api, Consumer<String> kept) {
        List<Doomed> doomed = new ArrayList<>();
        if (changes.isEmpty()) {
            return doomed;
        }
        if (planes.apis().api(api.apiId()).isPresent()) {
            List<String> others = planes.apis().stages(api.apiId()).stream()
                    .map(stage -> stage.name())
                    .filter(name -> !name.equals(api.stage()))
                    .toList();
            if (others.isEmpty()) {
                refuseOwned(api.apiId(), "API");
                doomed.add(new Doomed("API " + api.apiId(), () -> planes.apis().delete(api.apiId())));
            } else {
                kept.accept("the API " + api.apiId() + " stays: it has other stages, " + String.join(", ", others));
            }
        }
        for (JsonNode change : changes) {
            if (change.path("kind").asText().equals("permission")) {
                String function = change.path("function").asText();
                String statement = change.path("statement").asText();
                if (planes.functions().permissions(function).stream()
                        .anyMatch(one -> one.id().equals(statement))) {
                    doomed.add(new Doomed("permission " + function + " " + statement, () -> planes.functions()
                            .forbid(function, statement)));
                }
            }
        }
        for (String function : functions(changes)) {
            if (planes.functions().function(function).isEmpty()) {
                continue;
            }
            Optional<String> other = planes.functions().permissions(function).stream()
                    .map(one -> one.principal() + " " + one.sourceArn())
                    .filter(caller -> !caller.contains(":" + api.apiId() + "/"))
                    .findFirst();
            if (other.isPresent()) {
                kept.accept("the function " + function + " stays: it may be called by " + other.get());
            } else {
                refuseOwned(function, "function");
                doomed.add(new Doomed(
                        "function " + function, () -> planes.functions().remove(function)));
            }
        }
        return doomed;
    }

    /** Those that the integrations led to before; the platform's own is never one of them. */
    private static Set<String> functions(List<JsonNode> changes) {
        Set<String> functions = new LinkedHashSet<>();
        for (JsonNode change : changes) {
            String before = change.path("before").asText();
            if (change.path("kind").asText().equals("integration")
                    && before.contains(FUNCTION_MARK)
                    && !before.equals(change.path("after").asText())) {
                String name = before.substring(before.indexOf(FUNCTION_MARK) + FUNCTION_MARK.length());
                functions.add(name.replaceFirst("[:/].*", ""));
            }
        }
        return functions;
    }

    private void refuseOwned(String physicalId, String kind) {
        Optional<StackPlane.Owner> owner = planes.stacks().owner(physicalId);
        owner.ifPresent(stack -> {
            throw new OperatorException("the " + kind + " " + physicalId + " is " + stack.logicalId() + " of the stack "
                    + stack.stack() + ". Take it out of the stack first: ./trunkline migrate template rewrite"
                    + " --step move, deploy, --step finish, deploy; then run this again.");
        });
    }

    /** Writes down what the API and the functions were, without the values of variables, which may be secrets. */
    void describe(List<JsonNode> changes, GatewayEndpoint api, Path folder) {
        ObjectNode node = RowJson.JSON.createObjectNode();
        if (planes.apis().api(api.apiId()).isPresent()) {
            node.put("api", api.apiId());
            node.set("stages", RowJson.JSON.valueToTree(strings(planes.apis().stages(api.apiId()))));
            node.set("routes", RowJson.JSON.valueToTree(strings(planes.apis().routes(api.apiId()))));
            node.set(
                    "integrations",
                    RowJson.JSON.valueToTree(strings(planes.apis().integrations(api.apiId()))));
        }
        ObjectNode described = node.putObject("functions");
        for (String name : functions(changes)) {
            planes.functions().function(name).ifPresent(function -> {
                ObjectNode one = described.putObject(name);
                one.put("arn", function.arn()).put("runtime", function.runtime());
                function.variables().keySet().stream().sorted().forEach(one.putArray("variables")::add);
            });
        }
        node.set("changes", RowJson.JSON.valueToTree(changes));
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve("resources.json");
            if (!Files.exists(file)) {
                Files.writeString(file, node.toPrettyString() + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> strings(List<?> things) {
        return things.stream().map(String::valueOf).toList();
    }
}
