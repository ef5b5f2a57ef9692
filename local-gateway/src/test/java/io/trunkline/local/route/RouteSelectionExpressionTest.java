package io.trunkline.local.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSelectionExpressionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$request.body.action                       | {\"action\":\"ping\"}             | ping",
                "${request.body.action}                     | {\"action\":\"ping\"}             | ping",
                "$request.body.meta.kind                    | {\"meta\":{\"kind\":\"deep\"}}    | deep",
                "${request.body.a}/${request.body.b}        | {\"a\":\"x\",\"b\":\"y\"}         | x/y",
                "v1-${request.body.a}                       | {\"a\":\"x\"}                     | v1-x",
                "$request.body.action                       | {\"action\":7}                    | 7",
                "$request.body.action                       | {\"action\":true}                 | true",
            })
    void readsTheBody(String expression, String body, String value) {
        assertThat(RouteSelectionExpression.parse(expression).evaluate(body)).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "{}",
                "{\"action\":null}",
                "{\"action\":[\"ping\"]}",
                "{\"action\":{\"ping\":1}}",
                "[{\"action\":\"ping\"}]",
                "\"action\"",
                "{\"action\":\"ping\"}{}",
                "{\"action\":\"ping\"",
            })
    void whatHasNoPlainValueThereHasNoRoute(String body) {
        assertThat(RouteSelectionExpression.parse("$request.body.action").evaluate(body))
                .isEmpty();
    }

    @Test
    void nestingThatWouldExhaustTheStackIsNotJson() {
        String deep = "{\"action\":\"ping\",\"x\":" + "[".repeat(60_000) + "]".repeat(60_000) + "}";
        assertThat(RouteSelectionExpression.parse("$request.body.action").evaluate(deep))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "action", "$request.header.x", "$request.body", "${request.body.a}${oops}", "$body.a"})
    void whatReadsNoBodyIsNoExpression(String text) {
        assertThatThrownBy(() -> RouteSelectionExpression.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
