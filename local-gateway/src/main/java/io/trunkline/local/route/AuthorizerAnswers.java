package io.trunkline.local.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trunkline.local.event.AuthorizerContext;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what an authorizer answered. */
public final class AuthorizerAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AuthorizerAnswers() {}

    /**
     * What the outcome of asking an authorizer means for the client.
     *
     * @param arn what the policy must allow
     * @param latency how long the call took; part of the context
     */
    public static AuthorizerVerdict read(InvokeOutcome outcome, String arn, Duration latency) {
        return switch (outcome) {
            case InvokeOutcome.Success(byte[] payload) -> readPayload(payload, arn, latency);
            case InvokeOutcome.FunctionError(String type, String message)
            when message.equals("Unauthorized") -> new AuthorizerVerdict.Unauthorized();
            case InvokeOutcome.FunctionError(String type, String message) ->
                new AuthorizerVerdict.Failed("the authorizer threw " + type + ": " + message);
            case InvokeOutcome.TimedOut() -> new AuthorizerVerdict.Failed("the authorizer timed out");
            case InvokeOutcome.Crashed() -> new AuthorizerVerdict.Failed("the authorizer's process died");
            case InvokeOutcome.Throttled() -> new AuthorizerVerdict.Failed("the authorizer was throttled");
        };
    }

    private static AuthorizerVerdict readPayload(byte[] payload, String arn, Duration latency) {
        JsonNode answer;
        try {
            answer = JSON.readTree(payload);
        } catch (IOException notJson) {
            return new AuthorizerVerdict.Failed("the authorizer returned no JSON");
        }
        JsonNode principalId = answer.path("principalId");
        Optional<AuthorizerPolicy> policy = AuthorizerPolicy.parse(answer.path("policyDocument"));
        if (!principalId.isTextual() || policy.isEmpty()) {
            return new AuthorizerVerdict.Failed("the authorizer returned no principalId or no policy that is understood"
                    + " (statements with Effect, Action and Resource)");
        }
        if (!policy.get().allows(arn)) {
            return new AuthorizerVerdict.Denied();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : answer.path("context").properties()) {
            if (entry.getValue().isContainerNode()) {
                return new AuthorizerVerdict.Failed(
                        "the authorizer's context holds an object or a list at " + entry.getKey());
            }
            if (!entry.getValue().isNull()) {
                values.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return new AuthorizerVerdict.Allowed(new AuthorizerContext(principalId.asText(), latency, values));
    }
}
