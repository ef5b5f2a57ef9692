package io.trunkline.local.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The client's upgrade request as functions see it, decoded; names in the client's own spelling.
 *
 * @param headers each header's values, in order
 * @param query each parameter's values, in order
 */
public record HandshakeRequest(Map<String, List<String>> headers, Map<String, List<String>> query) {
    public HandshakeRequest {
        headers = copy(headers);
        query = copy(query);
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> values) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        return Collections.unmodifiableMap(copy);
    }
}
