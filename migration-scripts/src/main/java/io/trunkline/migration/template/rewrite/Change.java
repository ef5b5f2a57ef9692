package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.text.Place;

/**
 * One thing that a rewrite did.
 *
 * @param at where in the original
 * @param what in words: {@code removes WebSocketStage (AWS::ApiGatewayV2::Stage)}
 */
public record Change(Place at, String what) {}
