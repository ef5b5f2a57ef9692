package io.trunkline.infra.stack;

import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.infra.config.LambdaCode;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.config.StageConfig.Domain;
import java.util.Map;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigatewayv2.CfnApi;
import software.amazon.awscdk.services.apigatewayv2.CfnIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnRoute;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/** The HTTP API, which backends and operators call, and its function. */
public final class HttpApiStack extends Stack {
    private final CfnApi api;
    private final PlatformFunction function;

    public HttpApiStack(Construct scope, StageConfig config, DataStack data, RealtimeStack realtime, LambdaCode code) {
        super(
                scope,
                config.name("HttpApi"),
                StackProps.builder().description("Trunkline: HTTP API").build());
        addStackDependency(data, "its function uses the tables");
        function = new PlatformFunction(
                this,
                FunctionLayout.HTTP,
                config,
                code,
                Map.of(),
                new Permissions(this, config, data).of(FunctionLayout.HTTP, realtime.apiId()));
        api = CfnApi.Builder.create(this, "HttpApi")
                .name(config.apiName("Http"))
                .protocolType("HTTP")
                .build();
        // its id is part of the address that clients know
        LogicalId.fix(api, "HttpApi");
        CfnIntegration integration = CfnIntegration.Builder.create(this, "Integration")
                .apiId(api.getRef())
                .integrationType("AWS_PROXY")
                .integrationMethod("POST")
                .integrationUri(Invocation.uri(function))
                .payloadFormatVersion("2.0")
                .timeoutInMillis(function.layout().timeout().toMillis())
                .build();
        // one route: which paths there are is the function's to say, locally as here
        CfnRoute route = CfnRoute.Builder.create(this, "Route")
                .apiId(api.getRef())
                .routeKey("$default")
                .authorizationType("NONE")
                .target("integrations/" + integration.getRef())
                .build();
        Accepted.rule(
                route,
                "AwsSolutions-APIG4",
                "The function holds every request against the tenant's API keys, of which only hashes are stored");
        Invocation.allow(this, "CallHttp", function, api.getRef() + "/*/$default");
        CfnStage stage = CfnStage.Builder.create(this, "Stage")
                .apiId(api.getRef())
                .stageName("$default")
                .autoDeploy(true)
                .defaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                        .throttlingRateLimit(config.stage().requestsPerSecond())
                        .throttlingBurstLimit(config.stage().burst())
                        .detailedMetricsEnabled(true)
                        .build())
                .accessLogSettings(AccessLog.ofHttp(this, config, config.apiName("Http")))
                .build();
        config.httpDomain().ifPresent(domain -> CustomDomain.of(this, domain, stage));
        String url = "https://"
                + config.httpDomain()
                        .map(Domain::name)
                        .orElse(api.getRef() + ".execute-api." + getRegion() + "." + getUrlSuffix());
        StringParameter.Builder.create(this, "HttpUrlParameter")
                .parameterName(config.parameter("http-url"))
                .stringValue(url)
                .build();
        CfnOutput.Builder.create(this, "HttpUrl")
                .value(url)
                .description("Where backends publish")
                .build();
        CfnOutput.Builder.create(this, "Next")
                .value("curl -s " + url + "/v1/status")
                .description("Run this; then docs/deploy.md, step 7")
                .build();
    }

    String apiId() {
        return api.getRef();
    }

    PlatformFunction function() {
        return function;
    }
}
