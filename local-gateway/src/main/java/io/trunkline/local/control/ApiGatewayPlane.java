package io.trunkline.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.local.connections.HttpAnswer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * API Gateway's version 2 API, {@code /v2/apis…}: the calls by which integrations are led elsewhere and an API is
 * deleted, and those that read. Names and statuses follow the SDK's service model. Every list is one page.
 */
final class ApiGatewayPlane {
    private final Account account;
    private final InstantSource clock;

    ApiGatewayPlane(Account account, InstantSource clock) {
        this.account = account;
        this.clock = clock;
    }

    /** @param path decoded segments behind {@code /v2/apis} */
    HttpAnswer handle(String method, List<String> path, JsonNode body) {
        if (path.isEmpty()) {
            return method.equals("GET")
                    ? items(account.apis().stream().map(ApiGatewayPlane::api).toList())
                    : unknown(method);
        }
        return account.api(path.getFirst())
                .map(api -> handle(method, api, path.subList(1, path.size()), body))
                .orElseGet(() -> notFound("Invalid API identifier specified " + path.getFirst()));
    }

    private HttpAnswer handle(String method, HostedApi api, List<String> path, JsonNode body) {
        String what = method + (path.isEmpty() ? "" : " " + path.getFirst()) + (path.size() == 2 ? " one" : "");
        String one = path.size() == 2 ? path.getLast() : "";
        return switch (path.size() > 2 ? "" : what) {
            case "GET" -> HttpAnswer.json(200, api(api));
            case "DELETE" ->
                account.deleteApi(api.id())
                        ? HttpAnswer.empty(204)
                        : notFound("Invalid API identifier specified " + api.id());
            case "GET stages" -> items(List.of(stage(api)));
            case "GET stages one" ->
                one.equals(api.stage()) ? HttpAnswer.json(200, stage(api)) : notFound("no stage " + one);
            case "PATCH stages one" -> serve(api, one, body);
            case "GET routes" ->
                items(api.routes().entrySet().stream()
                        .map(route -> route(route.getKey(), route.getValue()))
                        .toList());
            case "GET integrations" ->
                items(api.integrations().entrySet().stream()
                        .map(integration -> integration(integration.getKey(), integration.getValue()))
                        .toList());
            case "GET integrations one" ->
                api.integrations().containsKey(one)
                        ? HttpAnswer.json(
                                200, integration(one, api.integrations().get(one)))
                        : notFound("no integration " + one);
            case "PATCH integrations one" -> lead(api, one, body);
            case "GET deployments" ->
                items(api.deployments().stream()
                        .map(ApiGatewayPlane::deployment)
                        .toList());
            case "POST deployments" -> {
                HostedApi.Deployment made = api.deploy(body.path("description").asText(), clock.instant());
                yield HttpAnswer.json(201, deployment(made));
            }
            case "DELETE deployments one" -> forget(api, one);
            default -> unknown(what);
        };
    }

    private HttpAnswer lead(HostedApi api, String integration, JsonNode body) {
        String uri = body.path("integrationUri").asText();
        if (uri.isEmpty()) {
            return HttpAnswer.error(400, "BadRequestException", "only integrationUri can be changed on this machine");
        }
        return api.lead(integration, uri, clock.instant())
                ? HttpAnswer.json(200, integration(integration, uri))
                : notFound("no integration " + integration);
    }

    private static HttpAnswer serve(HostedApi api, String stage, JsonNode body) {
        if (!stage.equals(api.stage())) {
            return notFound("no stage " + stage);
        }
        if (api.autoDeploys()) {
            return HttpAnswer.error(
                    400,
                    "BadRequestException",
                    "Deployment ID cannot be set on this stage because AutoDeploy is enabled.");
        }
        String deployment = body.path("deploymentId").asText();
        return api.serve(deployment) ? HttpAnswer.json(200, stage(api)) : notFound("no deployment " + deployment);
    }

    private static HttpAnswer forget(HostedApi api, String deployment) {
        if (api.deployments().stream().noneMatch(one -> one.id().equals(deployment))) {
            return notFound("no deployment " + deployment);
        }
        return api.forget(deployment)
                ? HttpAnswer.empty(204)
                : HttpAnswer.error(400, "BadRequestException", "the stage shows this deployment");
    }

    private static Map<String, Object> api(HostedApi api) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("apiId", api.id());
        node.put("name", api.name());
        node.put("protocolType", "WEBSOCKET");
        node.put("routeSelectionExpression", "$request.body.action");
        node.put("tags", Map.of());
        return node;
    }

    private static Map<String, Object> stage(HostedApi api) {
        return Map.of("stageName", api.stage(), "deploymentId", api.serving(), "autoDeploy", api.autoDeploys());
    }

    private static Map<String, Object> route(String key, String integration) {
        return Map.of(
                "routeId",
                "route-" + key,
                "routeKey",
                key,
                "target",
                "integrations/" + integration,
                "authorizationType",
                "NONE");
    }

    private static Map<String, Object> integration(String id, String uri) {
        return Map.of(
                "integrationId",
                id,
                "integrationType",
                "AWS_PROXY",
                "integrationMethod",
                "POST",
                "integrationUri",
                uri);
    }

    private static Map<String, Object> deployment(HostedApi.Deployment deployment) {
        return Map.of(
                "deploymentId",
                deployment.id(),
                "description",
                deployment.description(),
                "createdDate",
                deployment.createdAt().toString(),
                "deploymentStatus",
                "DEPLOYED");
    }

    private static HttpAnswer items(List<?> items) {
        return HttpAnswer.json(200, Map.of("items", items));
    }

    private static HttpAnswer notFound(String message) {
        return HttpAnswer.error(404, "NotFoundException", message);
    }

    private static HttpAnswer unknown(String what) {
        return HttpAnswer.error(400, "BadRequestException", "this machine's API Gateway does not know: " + what);
    }
}
