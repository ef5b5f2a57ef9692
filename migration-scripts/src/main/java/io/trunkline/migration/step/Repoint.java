package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.control.ApiPlane;
import io.trunkline.migration.control.ControlPlanes;
import io.trunkline.migration.control.FunctionPlane;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Leads an older API's routes to the platform's function, and back: the permission first, then variables of functions
 * that are to be set, then each integration, then a deployment that the stage serves, since a change to an integration
 * is not seen before. Each change names its before and after, and is made only where one of the two holds.
 */
final class Repoint {
    private static final String PERMISSION = "permission";
    private static final String INTEGRATION = "integration";
    private static final String DEPLOYMENT = "deployment";

    private final ControlPlanes planes;
    private final FunctionVariables variables;

    Repoint(ControlPlanes planes) {
        this.planes = planes;
        this.variables = new FunctionVariables(planes.functions());
    }

    /**
     * The changes that lead {@code api} to {@code function}, in their order.
     *
     * @param environment variables to set, each as {@code FUNCTION:NAME=VALUE}
     */
    ArrayNode changes(GatewayEndpoint api, String function, List<String> environment) {
        FunctionPlane.Function platform = planes.functions()
                .function(function)
                .orElseThrow(() -> new OperatorException("there is no function " + function + " in " + planes.region()
                        + "; name the platform's: --function NAME"));
        ApiPlane.Stage stage = planes.apis().stages(api.apiId()).stream()
                .filter(one -> one.name().equals(api.stage()))
                .findFirst()
                .orElseThrow(() -> new OperatorException("the API " + api.apiId() + " has no stage " + api.stage()));
        ArrayNode changes = RowJson.JSON.createArrayNode();
        String statement = "trunkline-migrate-" + api.apiId();
        boolean permitted = planes.functions().permissions(platform.name()).stream()
                .anyMatch(one -> one.id().equals(statement));
        ObjectNode permission =
                changes.addObject().put("kind", PERMISSION).put("id", platform.name() + " " + statement);
        permission.put("function", platform.name()).put("statement", statement);
        permission.put("before", permitted ? "there" : "absent");
        permission
                .put("after", "there")
                .put(
                        "sourceArn",
                        "arn:aws:execute-api:" + planes.region() + ":" + planes.account() + ":" + api.apiId() + "/*");
        String uri = "arn:aws:apigateway:" + planes.region() + ":lambda:path/2015-03-31/functions/" + platform.arn()
                + "/invocations";
        environment.stream().map(variables::change).forEach(changes::add);
        Set<String> used = new HashSet<>();
        List<ApiPlane.Route> routes = planes.apis().routes(api.apiId());
        routes.forEach(route -> route.integration().ifPresent(used::add));
        for (ApiPlane.Integration integration : planes.apis().integrations(api.apiId())) {
            if (!used.contains(integration.id())) {
                continue;
            }
            if (!integration.type().equals("AWS_PROXY")) {
                throw new OperatorException("the integration " + integration.id() + " of " + api.apiId()
                        + " is of type " + integration.type() + "; only AWS_PROXY can be led to the platform");
            }
            ObjectNode change = changes.addObject()
                    .put("kind", INTEGRATION)
                    .put("id", api.apiId() + "/" + integration.id())
                    .put("api", api.apiId())
                    .put("integration", integration.id())
                    .put("before", integration.uri())
                    .put("after", uri);
            routes.stream()
                    .filter(route ->
                            route.integration().filter(integration.id()::equals).isPresent())
                    .map(ApiPlane.Route::key)
                    .sorted()
                    .forEach(change.withArray("routes")::add);
        }
        if (!stage.autoDeploy()) {
            changes.addObject()
                    .put("kind", DEPLOYMENT)
                    .put("id", api + " deployment")
                    .put("api", api.apiId())
                    .put("stage", api.stage())
                    .put("before", stage.deployment().orElse(""))
                    .put("after", "trunkline-migrate " + api.stage());
        }
        return changes;
    }

    /** Throws {@link OperatorException} where a change's before no longer holds, and neither does its after. */
    void requireBefore(List<JsonNode> changes) {
        for (JsonNode change : changes) {
            String now = now(change);
            if (!now.equals(change.path("before").asText()) && !now.equals(after(change))) {
                throw new OperatorException("the " + change.path("kind").asText() + " "
                        + change.path("id").asText() + " is " + now + "; the plan says that it was "
                        + change.path("before").asText() + ". Somebody has changed it: plan anew.");
            }
        }
    }

    /** Whether the change is made. */
    boolean holds(JsonNode change) {
        return now(change).equals(after(change));
    }

    private String after(JsonNode change) {
        return change.path("kind").asText().equals(DEPLOYMENT)
                ? planes.apis()
                        .deployment(
                                change.path("api").asText(),
                                change.path("after").asText())
                        .orElse("not made yet")
                : change.path("after").asText();
    }

    private String now(JsonNode change) {
        return switch (change.path("kind").asText()) {
            case PERMISSION ->
                planes.functions().permissions(change.path("function").asText()).stream()
                                .anyMatch(one ->
                                        one.id().equals(change.path("statement").asText()))
                        ? "there"
                        : "absent";
            case INTEGRATION ->
                planes.apis().integrations(change.path("api").asText()).stream()
                        .filter(one ->
                                one.id().equals(change.path("integration").asText()))
                        .map(ApiPlane.Integration::uri)
                        .findFirst()
                        .orElse("gone");
            case DEPLOYMENT ->
                planes.apis().stages(change.path("api").asText()).stream()
                        .filter(one -> one.name().equals(change.path("stage").asText()))
                        .flatMap(one -> Optional.of(one.deployment().orElse("")).stream())
                        .findFirst()
                        .orElse("gone");
            case FunctionVariables.KIND -> variables.now(change);
            default ->
                throw new OperatorException("the plan names a change that this command does not know: " + change);
        };
    }

    /**
     * Makes the changes that are not made.
     *
     * @param ahead hears of each before it is made, with what is there
     * @param done hears of each that is made
     */
    void apply(List<JsonNode> changes, BiConsumer<JsonNode, String> ahead, Consumer<JsonNode> done) {
        for (JsonNode change : changes) {
            if (holds(change)) {
                continue;
            }
            ahead.accept(change, now(change));
            switch (change.path("kind").asText()) {
                case PERMISSION ->
                    planes.functions()
                            .permit(
                                    change.path("function").asText(),
                                    change.path("statement").asText(),
                                    change.path("sourceArn").asText());
                case FunctionVariables.KIND -> variables.apply(change);
                case INTEGRATION ->
                    planes.apis()
                            .lead(
                                    change.path("api").asText(),
                                    change.path("integration").asText(),
                                    change.path("after").asText());
                default -> {
                    String api = change.path("api").asText();
                    String words = change.path("after").asText();
                    String made = planes.apis().deployment(api, words).orElseGet(() -> planes.apis()
                            .deploy(api, words));
                    planes.apis().serve(api, change.path("stage").asText(), made);
                }
            }
            done.accept(change);
        }
    }

    /**
     * Takes the changes back, the last first.
     *
     * @param ahead hears of each before it is taken back, with what is there
     * @param done hears of each that is taken back
     */
    void takeBack(List<JsonNode> changes, BiConsumer<JsonNode, String> ahead, Consumer<JsonNode> done) {
        // while the integrations change, the stage still serves the deployment that leads to the platform
        for (JsonNode change : changes.reversed()) {
            boolean deployment = change.path("kind").asText().equals(DEPLOYMENT);
            String before = change.path("before").asText();
            if (now(change).equals(before) && !deployment) {
                continue;
            }
            ahead.accept(change, now(change));
            switch (change.path("kind").asText()) {
                case PERMISSION ->
                    planes.functions()
                            .forbid(
                                    change.path("function").asText(),
                                    change.path("statement").asText());
                case FunctionVariables.KIND -> variables.takeBack(change);
                case INTEGRATION ->
                    planes.apis()
                            .lead(
                                    change.path("api").asText(),
                                    change.path("integration").asText(),
                                    before);
                default -> {
                    String api = change.path("api").asText();
                    if (!before.isEmpty() && !now(change).equals(before)) {
                        planes.apis().serve(api, change.path("stage").asText(), before);
                    }
                    planes.apis().deployment(api, change.path("after").asText()).ifPresent(made -> planes.apis()
                            .forget(api, made));
                }
            }
            done.accept(change);
        }
    }
}
