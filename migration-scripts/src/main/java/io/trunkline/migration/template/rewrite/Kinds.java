package io.trunkline.migration.template.rewrite;

import java.util.Set;

/** Types of resources, by what becomes of them when what they belong to goes. */
final class Kinds {
    /** What a WebSocket API is made of, under {@code AWS::ApiGatewayV2::}. */
    static final Set<String> PARTS = Set.of(
            "Route",
            "RouteResponse",
            "Integration",
            "IntegrationResponse",
            "Deployment",
            "Stage",
            "Authorizer",
            "Model",
            "ApiMapping",
            "ApiGatewayManagedOverrides");

    /** What only speaks of another resource and goes with it. */
    static final Set<String> ABOUT = Set.of(
            "AWS::Lambda::Permission",
            "AWS::Lambda::Version",
            "AWS::Lambda::Alias",
            "AWS::Lambda::EventInvokeConfig",
            "AWS::CloudWatch::Alarm",
            "AWS::Logs::MetricFilter",
            "AWS::Logs::SubscriptionFilter",
            "AWS::Logs::LogGroup",
            "AWS::WAFv2::WebACLAssociation",
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            "AWS::Serverless::Connector");

    /** What goes where nothing that stays refers to it any more. */
    static final Set<String> SERVANTS = Set.of(
            "AWS::IAM::Role",
            "AWS::IAM::Policy",
            "AWS::IAM::ManagedPolicy",
            "AWS::Logs::LogGroup",
            "AWS::Lambda::LayerVersion",
            "AWS::Serverless::LayerVersion");

    private Kinds() {}
}
