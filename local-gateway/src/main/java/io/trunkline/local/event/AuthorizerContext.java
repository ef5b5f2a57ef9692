package io.trunkline.local.event;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What {@code requestContext.authorizer} holds on every later event of a connection.
 *
 * @param integrationLatency how long the authorizer took; an event carries it in whole milliseconds
 * @param values the authorizer's context map; API Gateway turns numbers and booleans into strings
 */
public record AuthorizerContext(String principalId, Duration integrationLatency, Map<String, String> values) {
    public AuthorizerContext {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
}
