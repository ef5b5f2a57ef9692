package io.trunkline.migration.template.rewrite;

/**
 * One thing that a rewrite did.
 *
 * @param line of the original
 * @param what in words: {@code removes WebSocketStage (AWS::ApiGatewayV2::Stage)}
 */
public record Change(int line, String what) {}
