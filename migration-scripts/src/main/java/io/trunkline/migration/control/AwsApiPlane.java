package io.trunkline.migration.control;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.apigatewayv2.model.GetApiResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetApisResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetDeploymentsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetIntegrationsResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetRoutesResponse;
import software.amazon.awssdk.services.apigatewayv2.model.GetStagesResponse;
import software.amazon.awssdk.services.apigatewayv2.model.NotFoundException;
import software.amazon.awssdk.services.apigatewayv2.model.ProtocolType;

/** API Gateway through the AWS SDK. Its lists come in pages, each asked for with the token of the one before. */
final class AwsApiPlane implements ApiPlane {
    private final ApiGatewayV2Client client;

    AwsApiPlane(ApiGatewayV2Client client) {
        this.client = client;
    }

    @Override
    public List<Api> apis() {
        return Pages.all(token -> {
            GetApisResponse page = client.getApis(request -> request.nextToken(token));
            return new Pages.Page<>(
                    page.items().stream()
                            .filter(api -> api.protocolType() == ProtocolType.WEBSOCKET)
                            .map(api -> new Api(
                                    api.apiId(),
                                    api.name(),
                                    String.valueOf(api.routeSelectionExpression()),
                                    api.tags()))
                            .toList(),
                    page.nextToken());
        });
    }

    @Override
    public Optional<Api> api(String id) {
        try {
            GetApiResponse api = client.getApi(request -> request.apiId(id));
            return Optional.of(
                    new Api(api.apiId(), api.name(), String.valueOf(api.routeSelectionExpression()), api.tags()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Stage> stages(String api) {
        return Pages.all(token -> {
            GetStagesResponse page =
                    client.getStages(request -> request.apiId(api).nextToken(token));
            return new Pages.Page<>(
                    page.items().stream()
                            .map(stage -> new Stage(
                                    stage.stageName(),
                                    Optional.ofNullable(stage.deploymentId()),
                                    Boolean.TRUE.equals(stage.autoDeploy())))
                            .toList(),
                    page.nextToken());
        });
    }

    @Override
    public List<Route> routes(String api) {
        return Pages.all(token -> {
            GetRoutesResponse page =
                    client.getRoutes(request -> request.apiId(api).nextToken(token));
            return new Pages.Page<>(
                    page.items().stream()
                            .map(route -> new Route(
                                    route.routeId(),
                                    route.routeKey(),
                                    Optional.ofNullable(route.target())
                                            .filter(target -> target.startsWith("integrations/"))
                                            .map(target -> target.substring("integrations/".length())),
                                    Optional.ofNullable(route.authorizationTypeAsString())
                                            .orElse("NONE")))
                            .toList(),
                    page.nextToken());
        });
    }

    @Override
    public List<Integration> integrations(String api) {
        return Pages.all(token -> {
            GetIntegrationsResponse page =
                    client.getIntegrations(request -> request.apiId(api).nextToken(token));
            return new Pages.Page<>(
                    page.items().stream()
                            .map(one -> new Integration(
                                    one.integrationId(),
                                    String.valueOf(one.integrationTypeAsString()),
                                    Optional.ofNullable(one.integrationUri()).orElse(""),
                                    Optional.ofNullable(one.integrationMethod()),
                                    Optional.ofNullable(one.credentialsArn())))
                            .toList(),
                    page.nextToken());
        });
    }

    @Override
    public void lead(String api, String integration, String uri) {
        client.updateIntegration(
                request -> request.apiId(api).integrationId(integration).integrationUri(uri));
    }

    @Override
    public String deploy(String api, String description) {
        return client.createDeployment(request -> request.apiId(api).description(description))
                .deploymentId();
    }

    @Override
    public Optional<String> deployment(String api, String description) {
        return Pages.all(token -> {
                    GetDeploymentsResponse page =
                            client.getDeployments(request -> request.apiId(api).nextToken(token));
                    return new Pages.Page<>(page.items(), page.nextToken());
                })
                .stream()
                .filter(deployment -> description.equals(deployment.description()))
                .map(deployment -> deployment.deploymentId())
                .findFirst();
    }

    @Override
    public void serve(String api, String stage, String deployment) {
        client.updateStage(request -> request.apiId(api).stageName(stage).deploymentId(deployment));
    }

    @Override
    public void forget(String api, String deployment) {
        try {
            client.deleteDeployment(request -> request.apiId(api).deploymentId(deployment));
        } catch (NotFoundException e) {
            // it is gone
        }
    }

    @Override
    public void delete(String api) {
        try {
            client.deleteApi(request -> request.apiId(api));
        } catch (NotFoundException e) {
            // it is gone
        }
    }
}
