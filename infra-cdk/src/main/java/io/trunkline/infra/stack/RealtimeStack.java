package io.trunkline.infra.stack;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.config.StageConfig.Domain;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.apigatewayv2.CfnAuthorizer;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.apigatewayv2.CfnRouteResponse;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/** The WebSocket API, its authorizer and the function behind its routes. */
public final class RealtimeStack extends Stack {
    private final CfnApi api;
    private final PlatformFunction authorizer;
    private final PlatformFunction websocket;

    public RealtimeStack(Construct scope, StageConfig config, DataStack data, LambdaCode code) {
        super(
                scope,
                config.name("Realtime"),
                StackProps.builder().description("Trunkline: WebSocket API").build());
        addStackDependency(data, "its functions use the tables");
        api = CfnApi.Builder.create(this, "WebSocketApi")
                .name(config.apiName("WebSocket"))
                .protocolType("WEBSOCKET")
                .routeSelectionExpression("$request.body.action")
                .build();
        // its id is part of the address that clients know
        LogicalId.fix(api, "WebSocketApi");
        Permissions permissions = new Permissions(this, config, data);
        authorizer = new PlatformFunction(
                this,
                FunctionLayout.AUTHORIZER,
                config,
                code,
                Map.of(),
                permissions.of(FunctionLayout.AUTHORIZER, api.getRef()));
        websocket = new PlatformFunction(
                this,
                FunctionLayout.WEBSOCKET,
                config,
                code,
                Map.of(),
                permissions.of(FunctionLayout.WEBSOCKET, api.getRef()));
        routes(config);
        CfnStage stage = stage(config);
        config.domain().ifPresent(domain -> CustomDomain.of(this, domain, stage));
        tell(config, stage);
    }

    private void routes(StageConfig config) {
        // no identity source: a missing one would be refused unheard, and older apps authenticate in their first frame
        CfnAuthorizer authorizes = CfnAuthorizer.Builder.create(this, "Authorizer")
                .apiId(api.getRef())
                .name("token")
                .authorizerType("REQUEST")
                .authorizerUri(Invocation.uri(authorizer))
                .build();
        CfnIntegration integration = CfnIntegration.Builder.create(this, "Integration")
                .apiId(api.getRef())
                .integrationType("AWS_PROXY")
                .integrationMethod("POST")
                .integrationUri(Invocation.uri(websocket))
                .timeoutInMillis(websocket.layout().timeout().toMillis())
                .build();
        route("Connect", "$connect", integration)
                .authorizationType("CUSTOM")
                .authorizerId(authorizes.getRef())
                .build();
        CfnRoute disconnect = route("Disconnect", "$disconnect", integration).build();
        // what the function answers reaches the sender only by a route response
        CfnRoute message = route("Default", "$default", integration)
                .routeResponseSelectionExpression("$default")
                .build();
        CfnRouteResponse.Builder.create(this, "Reply")
                .apiId(api.getRef())
                .routeId(message.getRef())
                .routeResponseKey("$default")
                .build();
        for (CfnRoute unasked : List.of(disconnect, message)) {
            Accepted.rule(
                    unasked,
                    "AwsSolutions-APIG4",
                    "API Gateway runs a WebSocket API's authorizer on $connect only; what it found rides with every"
                            + " later event of the connection");
        }
        Invocation.allow(this, "CallAuthorizer", authorizer, api.getRef() + "/authorizers/" + authorizes.getRef());
        Invocation.allow(
                this,
                "CallWebSocket",
                websocket,
                api.getRef() + "/" + config.stage().text() + "/*");
        config.doorApis()
                .forEach(door -> Invocation.allow(
                        this, "CallFrom" + door.apiId(), websocket, door.apiId() + "/" + door.stage() + "/*"));
    }

    private CfnRoute.Builder route(String id, String key, CfnIntegration integration) {
        return CfnRoute.Builder.create(this, id + "Route")
                .apiId(api.getRef())
                .routeKey(key)
                .authorizationType("NONE")
                .target("integrations/" + integration.getRef());
    }

    private CfnStage stage(StageConfig config) {
        return CfnStage.Builder.create(this, "Stage")
                .apiId(api.getRef())
                .stageName(config.stage().text())
                .autoDeploy(true)
                .defaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                        .throttlingRateLimit(config.stage().requestsPerSecond())
                        .throttlingBurstLimit(config.stage().burst())
                        .detailedMetricsEnabled(true)
                        // execution logs would hold query strings, and with them tokens
                        .loggingLevel("OFF")
                        .dataTraceEnabled(false)
                        .build())
                .accessLogSettings(AccessLog.ofWebSocket(this, config, config.apiName("WebSocket")))
                .build();
    }

    private void tell(StageConfig config, CfnStage stage) {
        String plain = api.getRef() + ".execute-api." + getRegion() + "." + getUrlSuffix() + "/" + stage.getStageName();
        String url = "wss://"
                + config.domain()
                        .filter(domain -> !domain.wildcard())
                        .map(Domain::name)
                        .orElse(plain);
        parameter(config, "WebSocketUrlParameter", "websocket-url", url);
        parameter(config, "ManagementUrlParameter", "management-url", "https://" + plain);
        parameter(config, "ApiIdParameter", "websocket-api-id", api.getRef());
        CfnOutput.Builder.create(this, "WebSocketUrl")
                .value(url)
                .description("Where clients connect")
                .build();
        config.domain().filter(Domain::wildcard).ifPresent(domain -> CfnOutput.Builder.create(this, "Doors")
                .value("wss://" + domain.name())
                .description("Any name below it is a door; register each to its app")
                .build());
    }

    private void parameter(StageConfig config, String id, String name, String value) {
        StringParameter.Builder.create(this, id)
                .parameterName(config.parameter(name))
                .stringValue(value)
                .build();
    }

    /** Known once this stack is deployed; other stacks that name it are deployed after it. */
    String apiId() {
        return api.getRef();
    }

    List<PlatformFunction> functions() {
        return List.of(authorizer, websocket);
    }
}
