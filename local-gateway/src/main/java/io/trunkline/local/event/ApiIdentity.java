package io.trunkline.local.event;

import java.util.Map;

/**
 * What names one deployed WebSocket API.
 *
 * @param apiId such as {@code a1b2c3d4e5}
 * @param stage the first path segment of every URL of the API
 * @param region the Region in ARNs and in the scope of signatures
 * @param accountId twelve digits
 * @param stageVariables handed to the authorizer always, to integrations where there are any
 */
public record ApiIdentity(
        String apiId, String stage, String region, String accountId, Map<String, String> stageVariables) {
    public ApiIdentity {
        if (apiId.isEmpty() || !stage.matches("[A-Za-z0-9_-]{1,128}") || region.isEmpty()) {
            throw new IllegalArgumentException("an API needs an id, a Region and a stage of letters, digits, _ and -");
        }
        if (!accountId.matches("[0-9]{12}")) {
            throw new IllegalArgumentException("an account id has twelve digits, this has not: " + accountId);
        }
        stageVariables = Map.copyOf(stageVariables);
    }

    /** The ARN that an authorizer's policy must allow for a client to connect. */
    public String connectArn() {
        return "arn:aws:execute-api:" + region + ":" + accountId + ":" + apiId + "/" + stage + "/$connect";
    }
}
