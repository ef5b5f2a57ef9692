package io.trunkline.migration.template.model;

import io.trunkline.migration.template.text.Place;
import io.trunkline.migration.template.text.YamlNode;
import java.util.Optional;

/** A resource of a template, under its logical id. */
public record Resource(String id, YamlNode.Entry entry) {
    public YamlNode body() {
        return entry.value();
    }

    /** {@code AWS::DynamoDB::Table}; empty where it has none. */
    public String type() {
        return body().get("Type").flatMap(YamlNode::text).orElse("");
    }

    public Optional<YamlNode> property(String... path) {
        return body().get("Properties").flatMap(properties -> properties.at(path));
    }

    public Place place() {
        return entry.place();
    }

    public boolean isFunction() {
        return type().equals("AWS::Lambda::Function") || type().equals("AWS::Serverless::Function");
    }

    public boolean isTable() {
        return type().equals("AWS::DynamoDB::Table")
                || type().equals("AWS::DynamoDB::GlobalTable")
                || type().equals("AWS::Serverless::SimpleTable");
    }

    /** Whether it is a WebSocket API, of API Gateway's or SAM's type. */
    public boolean isWebSocketApi() {
        return type().equals("AWS::Serverless::WebSocketApi")
                || (type().equals("AWS::ApiGatewayV2::Api")
                        && property("ProtocolType")
                                .flatMap(YamlNode::text)
                                .filter("WEBSOCKET"::equalsIgnoreCase)
                                .isPresent());
    }

    /** Whether it is a permission by which API Gateway may invoke a function. */
    public boolean letsGatewayInvoke() {
        return type().equals("AWS::Lambda::Permission")
                && property("Principal")
                        .flatMap(YamlNode::text)
                        .filter(principal -> principal.startsWith("apigateway."))
                        .isPresent();
    }
}
