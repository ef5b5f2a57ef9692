package io.trunkline.local.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.local.event.AuthorizerContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizerAnswersTest {
    private static final String ARN = "arn:aws:execute-api:eu-central-1:123456789012:abc/dev/$connect";
    private static final Duration LATENCY = Duration.ofMillis(5);

    private static AuthorizerVerdict read(String payload) {
        return AuthorizerAnswers.read(
                new InvokeOutcome.Success(payload.getBytes(StandardCharsets.UTF_8)), ARN, LATENCY);
    }

    private static String answer(String statements) {
        return "{\"principalId\":\"p\",\"policyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":" + statements
                + "}}";
    }

    private static String statement(String effect, String action, String resource) {
        return "{\"Effect\":\"" + effect + "\",\"Action\":" + action + ",\"Resource\":" + resource + "}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"*\"",
                "\"arn:aws:execute-api:eu-central-1:123456789012:abc/dev/$connect\"",
                "\"arn:aws:execute-api:*:*:abc/*\"",
                "\"arn:aws:execute-api:eu-central-?:123456789012:abc/dev/*\"",
                "[\"arn:nothing\",\"*$connect\"]",
            })
    void aResourceThatCoversTheArnAllows(String resource) {
        assertThat(read(answer("[" + statement("Allow", "\"execute-api:Invoke\"", resource) + "]")))
                .isEqualTo(new AuthorizerVerdict.Allowed(new AuthorizerContext("p", LATENCY, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"arn:aws:execute-api:eu-central-1:123456789012:other/*\"", "\"\"", "\"$connect\""})
    void aResourceThatDoesNotCoverTheArnDenies(String resource) {
        assertThat(read(answer(statement("Allow", "\"execute-api:Invoke\"", resource))))
                .isEqualTo(new AuthorizerVerdict.Denied());
    }

    @Test
    void anExplicitDenyWinsOverAnAllow() {
        assertThat(read(answer("[" + statement("Allow", "\"*\"", "\"*\"") + ","
                        + statement("Deny", "[\"execute-api:*\"]", "\"*\"") + "]")))
                .isEqualTo(new AuthorizerVerdict.Denied());
    }

    @Test
    void noStatementOrAnotherActionDenies() {
        assertThat(read(answer("[]"))).isEqualTo(new AuthorizerVerdict.Denied());
        assertThat(read(answer(statement("Allow", "\"execute-api:ManageConnections\"", "\"*\""))))
                .isEqualTo(new AuthorizerVerdict.Denied());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "not json",
                "{}",
                "{\"principalId\":\"p\"}",
                "{\"principalId\":7,\"policyDocument\":{\"Statement\":[]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Perhaps\",\"Action\":\"*\",\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":\"x\",\"Resource\":\"*\"}]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}]}}",
                "{\"principalId\":\"p\",\"policyDocument\":{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]},\"context\":{\"a\":{}}}",
            })
    void whatIsNotUnderstoodFailsRatherThanLetsIn(String payload) {
        assertThat(read(payload)).isInstanceOf(AuthorizerVerdict.Failed.class);
    }

    @Test
    void onlyTheExactMessageUnauthorizedIsUnauthorized() {
        assertThat(AuthorizerAnswers.read(new InvokeOutcome.FunctionError("E", "Unauthorized"), ARN, LATENCY))
                .isEqualTo(new AuthorizerVerdict.Unauthorized());
        assertThat(AuthorizerAnswers.read(new InvokeOutcome.FunctionError("E", "unauthorized!"), ARN, LATENCY))
                .isInstanceOf(AuthorizerVerdict.Failed.class);
    }
}
