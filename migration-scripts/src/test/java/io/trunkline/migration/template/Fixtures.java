package io.trunkline.migration.template;

import io.trunkline.migration.template.text.TemplateText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** The templates under {@code templates/}: those of SYSTEMS.md, made again from its facts. */
public final class Fixtures {
    private Fixtures() {}

    public static TemplateText template(String name) {
        try (InputStream in = Objects.requireNonNull(Fixtures.class.getResourceAsStream("/templates/" + name), name)) {
            return TemplateText.decode(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a fixture lies, for one that leads to other files. */
    public static Path path(String name) {
        try {
            return Path.of(Objects.requireNonNull(Fixtures.class.getResource("/templates/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static TemplateText text(String name, String text) {
        return new TemplateText(name, text, false);
    }

    /** An app's main stack of 1,093 resources, with a WebSocket API, its handler and table in the midst of it. */
    public static TemplateText large() {
        StringBuilder text = new StringBuilder("Parameters:\n  Stage: {Type: String}\nResources:\n");
        for (int i = 0; i < 1086; i++) {
            if (i == 500) {
                text.append("""
                      WebSocketApi: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: x, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action}}
                      WebSocketRoute:
                        Type: AWS::ApiGatewayV2::Route
                        Properties: {ApiId: !Ref WebSocketApi, RouteKey: $default, Target: !Sub 'integrations/${WebSocketIntegration}'}
                      WebSocketIntegration:
                        Type: AWS::ApiGatewayV2::Integration
                        Properties: {ApiId: !Ref WebSocketApi, IntegrationType: AWS_PROXY, IntegrationUri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${WebSocketHandler.Arn}/invocations'}
                      WebSocketHandler:
                        Type: AWS::Lambda::Function
                        Properties: {Handler: a.b, Runtime: nodejs22.x, Role: !GetAtt WebSocketRole.Arn, Code: {ZipFile: x}}
                      WebSocketRole:
                        Type: AWS::IAM::Role
                        Properties: {AssumeRolePolicyDocument: {Statement: []}}
                      WebSocketPermission:
                        Type: AWS::Lambda::Permission
                        Properties: {FunctionName: !Ref WebSocketHandler, Action: 'lambda:InvokeFunction', Principal: apigateway.amazonaws.com}
                      WebSocketConnectionsTable:
                        Type: AWS::DynamoDB::Table
                        Properties: {BillingMode: PAY_PER_REQUEST, KeySchema: [{AttributeName: connectionId, KeyType: HASH}], AttributeDefinitions: [{AttributeName: connectionId, AttributeType: S}]}
                    """);
            }
            text.append("  Topic").append(i).append(":   # number ").append(i).append("\n    Type: AWS::SNS::Topic\n");
            if (i > 0) {
                text.append("    DependsOn: Topic").append(i - 1).append('\n');
            }
        }
        return text("large.yaml", text.toString());
    }
}
