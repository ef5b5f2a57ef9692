package io.trunkline.infra.stack;

import io.trunkline.infra.config.StageConfig;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/**
 * Access logs in a format of our own. None of API Gateway's variables that can hold a token has a place in it: no
 * query, no header, nothing of the authorizer's context. The path is left out of both, as clients put what they like
 * into it.
 */
final class AccessLog {
    private static final List<String> OF_ANY =
            List.of("requestId", "requestTime", "routeKey", "status", "responseLatency", "integrationLatency");
    private static final List<String> OF_WEBSOCKET = List.of("connectionId", "eventType", "domainName");
    private static final List<String> OF_HTTP = List.of("httpMethod", "responseLength", "integrationErrorMessage");

    private AccessLog() {}

    static CfnStage.AccessLogSettingsProperty ofWebSocket(Construct scope, StageConfig config, String name) {
        return settings(scope, config, name, OF_WEBSOCKET);
    }

    static CfnStage.AccessLogSettingsProperty ofHttp(Construct scope, StageConfig config, String name) {
        return settings(scope, config, name, OF_HTTP);
    }

    private static CfnStage.AccessLogSettingsProperty settings(
            Construct scope, StageConfig config, String name, List<String> variables) {
        LogGroup group = LogGroup.Builder.create(scope, "AccessLog")
                // API Gateway may create streams of its own in groups of this name
                .logGroupName("/aws/vendedlogs/" + name)
                .retention(config.stage().logRetention())
                .removalPolicy(config.stage().removal())
                .build();
        String format = java.util.stream.Stream.concat(OF_ANY.stream(), variables.stream())
                .map(variable -> "\"" + variable + "\":\"$context." + variable + "\"")
                .collect(Collectors.joining(",", "{", ",\"ip\":\"$context.identity.sourceIp\"}"));
        return CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(group.getLogGroupArn())
                .format(format)
                .build();
    }
}
