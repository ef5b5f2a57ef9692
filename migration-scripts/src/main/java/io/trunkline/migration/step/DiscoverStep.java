package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.control.ApiPlane;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.control.FunctionPlane;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds WebSocket APIs and all that hangs on them. Reads only. */
public final class DiscoverStep {
    /** The function in an integration's URI, with or without a version. */
    private static final Pattern FUNCTION = Pattern.compile("functions/(arn:[^/]+)/invocations");

    private static final Pattern TABLE = Pattern.compile(".*TABLE.*", Pattern.CASE_INSENSITIVE);

    private final ControlPlanes planes;

    public DiscoverStep(ControlPlanes planes) {
        this.planes = planes;
    }

    /** A report of the APIs with this id or name, or of all. */
    public ObjectNode report(Optional<String> wanted) {
        ObjectNode report = RowJson.JSON.createObjectNode();
        report.put("account", planes.account()).put("region", planes.region());
        ArrayNode apis = report.putArray("apis");
        planes.apis().apis().stream()
                .filter(api -> wanted.map(text -> text.equals(api.id()) || text.equals(api.name()))
                        .orElse(true))
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .forEach(api -> apis.add(api(api)));
        return report;
    }

    private ObjectNode api(ApiPlane.Api api) {
        ObjectNode node = RowJson.JSON.createObjectNode();
        node.put("id", api.id()).put("name", api.name()).put("routeSelection", api.routeSelection());
        owner(node, api.id());
        ArrayNode stages = node.putArray("stages");
        for (ApiPlane.Stage stage : planes.apis().stages(api.id())) {
            stages.addObject()
                    .put("name", stage.name())
                    .put(
                            "url",
                            "wss://" + api.id() + ".execute-api." + planes.region() + ".amazonaws.com/" + stage.name())
                    .put("deployment", stage.deployment().orElse("none"))
                    .put("autoDeploy", stage.autoDeploy());
        }
        List<ApiPlane.Integration> integrations = planes.apis().integrations(api.id());
        ArrayNode routes = node.putArray("routes");
        TreeSet<String> functions = new TreeSet<>();
        for (ApiPlane.Route route : planes.apis().routes(api.id())) {
            ObjectNode one = routes.addObject().put("key", route.key()).put("authorization", route.authorization());
            integrations.stream()
                    .filter(integration ->
                            route.integration().filter(integration.id()::equals).isPresent())
                    .findFirst()
                    .ifPresentOrElse(
                            integration -> {
                                one.put("integration", integration.id()).put("uri", integration.uri());
                                Matcher arn = FUNCTION.matcher(integration.uri());
                                if (arn.find()) {
                                    functions.add(arn.group(1));
                                }
                            },
                            () -> one.put("integration", "none: what arrives here is answered with an error"));
        }
        ArrayNode found = node.putArray("functions");
        functions.forEach(arn -> found.add(function(api, arn)));
        return node;
    }

    private ObjectNode function(ApiPlane.Api api, String arn) {
        ObjectNode node = RowJson.JSON.createObjectNode().put("arn", arn);
        Optional<FunctionPlane.Function> found = planes.functions().function(arn);
        if (found.isEmpty()) {
            return node.put("state", "missing: the API leads to a function that is not there");
        }
        FunctionPlane.Function function = found.get();
        node.put("name", function.name()).put("runtime", function.runtime());
        owner(node, function.name());
        ObjectNode variables = node.putObject("environment");
        ArrayNode tables = node.putArray("tables");
        new TreeMap<>(function.variables()).forEach((name, value) -> {
            boolean secret = Secrets.isName(name) || Secrets.isValue(value);
            variables.put(name, secret ? "(not shown)" : value);
            if (!secret && TABLE.matcher(name).matches()) {
                tables.add(value);
            }
        });
        boolean permitted = false;
        ArrayNode permissions = node.putArray("permissions");
        for (FunctionPlane.Statement statement : planes.functions().permissions(function.name())) {
            permissions
                    .addObject()
                    .put("statement", statement.id())
                    .put("principal", statement.principal())
                    .put("source", statement.sourceArn());
            permitted |= statement.sourceArn().contains(":" + api.id() + "/");
        }
        node.put("mayBeCalledByThisApi", permitted);
        return node;
    }

    private void owner(ObjectNode node, String physicalId) {
        planes.stacks()
                .owner(physicalId)
                .ifPresentOrElse(
                        owner -> node.put("stack", owner.stack()).put("logicalId", owner.logicalId()),
                        () -> node.put("stack", "none"));
    }
}
