package io.trunkline.lambda.event;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What API Gateway waits for from a REQUEST authorizer: a policy, and the context that it repeats on every later event.
 */
public record AuthorizerResponse(String principalId, boolean allow, String methodArn, Map<String, String> context) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public AuthorizerResponse {
        context = Map.copyOf(context);
    }

    public static AuthorizerResponse allow(String principalId, String methodArn, Map<String, String> context) {
        return new AuthorizerResponse(principalId, true, methodArn, context);
    }

    /** The client gets 403. */
    public static AuthorizerResponse deny(String methodArn) {
        return new AuthorizerResponse("denied", false, methodArn, Map.of());
    }

    public byte[] toJson() {
        ObjectNode node = JSON.createObjectNode().put("principalId", principalId);
        ObjectNode policy = node.putObject("policyDocument").put("Version", "2012-10-17");
        policy.putArray("Statement")
                .addObject()
                .put("Action", "execute-api:Invoke")
                .put("Effect", allow ? "Allow" : "Deny")
                .put("Resource", methodArn);
        if (!context.isEmpty()) {
            ObjectNode object = node.putObject("context");
            context.forEach(object::put);
        }
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
