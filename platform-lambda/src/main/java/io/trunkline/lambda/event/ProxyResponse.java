package io.trunkline.lambda.event;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What API Gateway waits for from a route's integration. The body reaches the client only on a route with a route
 * response; on $connect only the status and a selected subprotocol do.
 */
public record ProxyResponse(int statusCode, Map<String, String> headers, Optional<String> body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ProxyResponse {
        headers = Map.copyOf(headers);
    }

    public static ProxyResponse status(int statusCode) {
        return new ProxyResponse(statusCode, Map.of(), Optional.empty());
    }

    /** The answer to a message: one frame. */
    public static ProxyResponse frame(String frame) {
        return new ProxyResponse(200, Map.of(), Optional.of(frame));
    }

    public byte[] toJson() {
        ObjectNode node = JSON.createObjectNode().put("statusCode", statusCode);
        if (!headers.isEmpty()) {
            ObjectNode object = node.putObject("headers");
            headers.forEach(object::put);
        }
        body.ifPresent(text -> node.put("body", text));
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
