package io.trunkline.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.local.connections.HttpAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lambda's API, {@code /2015-03-31/functions…}: settings, policies, the end. Names follow the SDK's model. */
final class LambdaPlane {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Account account;

    LambdaPlane(Account account) {
        this.account = account;
    }

    /** @param path decoded segments behind {@code /2015-03-31/functions} */
    HttpAnswer handle(String method, List<String> path, JsonNode body) {
        if (path.isEmpty()) {
            return unknown(method);
        }
        Optional<HostedFunction> found = account.function(path.getFirst());
        if (found.isEmpty()) {
            return notFound("Function not found: " + account.arn(path.getFirst()));
        }
        HostedFunction function = found.get();
        String what = method + (path.size() > 1 ? " " + path.get(1) : "") + (path.size() == 3 ? " one" : "");
        return switch (path.size() > 3 ? "" : what) {
            case "GET" -> HttpAnswer.json(200, Map.of("Configuration", configuration(function)));
            case "DELETE" -> {
                account.delete(function);
                yield HttpAnswer.empty(204);
            }
            case "GET configuration" -> HttpAnswer.json(200, configuration(function));
            case "PUT configuration" -> configure(function, body);
            case "GET policy" ->
                function.policy().isEmpty()
                        ? notFound("The resource you requested does not exist.")
                        : HttpAnswer.json(200, Map.of("Policy", policy(function), "RevisionId", function.revision()));
            case "POST policy" -> permit(function, body);
            case "DELETE policy one" ->
                function.remove(path.getLast())
                        ? HttpAnswer.empty(204)
                        : notFound("Statement " + path.getLast() + " is not found in resource policy.");
            default -> unknown(what);
        };
    }

    private HttpAnswer configure(HostedFunction function, JsonNode body) {
        JsonNode variables = body.path("Environment").path("Variables");
        if (variables.isObject()) {
            Map<String, String> others = new TreeMap<>();
            variables.forEachEntry((name, value) -> others.put(name, value.asText()));
            Optional<String> revision =
                    Optional.of(body.path("RevisionId").asText()).filter(given -> !given.isEmpty());
            if (!function.replaceVariables(others, revision)) {
                return HttpAnswer.error(
                        412,
                        "PreconditionFailedException",
                        "The Revision Id provided does not match the latest Revision Id. Call the"
                                + " GetFunction/GetAlias API to retrieve the latest Revision Id");
            }
        }
        return HttpAnswer.json(200, configuration(function));
    }

    private HttpAnswer permit(HostedFunction function, JsonNode body) {
        HostedFunction.Statement statement = new HostedFunction.Statement(
                body.path("StatementId").asText(),
                body.path("Principal").asText(),
                body.path("Action").asText(),
                Optional.of(body.path("SourceArn").asText()).filter(arn -> !arn.isEmpty()));
        if (statement.id().isEmpty()
                || statement.principal().isEmpty()
                || statement.action().isEmpty()) {
            return HttpAnswer.error(
                    400, "InvalidParameterValueException", "StatementId, Principal and Action are needed");
        }
        return function.add(statement)
                ? HttpAnswer.json(
                        201, Map.of("Statement", statement(function, statement).toString()))
                : HttpAnswer.error(
                        409,
                        "ResourceConflictException",
                        "The statement id (" + statement.id() + ") provided already exists.");
    }

    private Map<String, Object> configuration(HostedFunction function) {
        return Map.of(
                "FunctionName",
                function.name(),
                "FunctionArn",
                account.arn(function.name()),
                "Runtime",
                function.runtime(),
                "State",
                "Active",
                "LastUpdateStatus",
                "Successful",
                "RevisionId",
                function.revision(),
                "Environment",
                Map.of("Variables", function.variables()));
    }

    private String policy(HostedFunction function) {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17").put("Id", "default");
        ArrayNode statements = policy.putArray("Statement");
        function.policy().values().forEach(one -> statements.add(statement(function, one)));
        return policy.toString();
    }

    private ObjectNode statement(HostedFunction function, HostedFunction.Statement statement) {
        ObjectNode node = JSON.createObjectNode().put("Sid", statement.id()).put("Effect", "Allow");
        node.putObject("Principal").put("Service", statement.principal());
        node.put("Action", statement.action()).put("Resource", account.arn(function.name()));
        statement.sourceArn().ifPresent(arn -> node.putObject("Condition")
                .putObject("ArnLike")
                .put("AWS:SourceArn", arn));
        return node;
    }

    private static HttpAnswer notFound(String message) {
        return HttpAnswer.error(404, "ResourceNotFoundException", message);
    }

    private static HttpAnswer unknown(String what) {
        return HttpAnswer.error(400, "InvalidParameterValueException", "this machine's Lambda does not know: " + what);
    }
}
