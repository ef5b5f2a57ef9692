package io.trunkline.local.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a function returned through a Lambda proxy integration.
 *
 * @param headers by lower-case name; of several values the last
 * @param body absent where there is none or it is empty
 */
public record IntegrationResponse(int statusCode, Map<String, String> headers, Optional<String> body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public IntegrationResponse {
        headers = Map.copyOf(headers);
    }

    /**
     * Empty where the payload is no proxy response: not an object, no whole-numbered status, a body that is no text.
     */
    public static Optional<IntegrationResponse> parse(byte[] payload) {
        JsonNode root;
        try {
            root = JSON.readTree(payload);
        } catch (IOException notJson) {
            return Optional.empty();
        }
        JsonNode status = root.path("statusCode");
        JsonNode body = root.path("body");
        // a status as text, "200", passes on AWS too
        int statusCode = status.isInt() || status.isTextual() ? status.asInt(-1) : -1;
        if (statusCode < 200 || statusCode > 599 || !(body.isTextual() || body.isNull() || body.isMissingNode())) {
            return Optional.empty();
        }
        String text = body.asText("");
        if (root.path("isBase64Encoded").asBoolean(false)) {
            try {
                text = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }
        Map<String, String> headers = new TreeMap<>();
        root.path("headers").forEachEntry((name, value) -> put(headers, name, value));
        root.path("multiValueHeaders").forEachEntry((name, values) -> values.forEach(v -> put(headers, name, v)));
        return Optional.of(
                new IntegrationResponse(statusCode, headers, Optional.of(text).filter(t -> !t.isEmpty())));
    }

    public boolean isSuccessful() {
        return statusCode >= 200 && statusCode < 300;
    }

    private static void put(Map<String, String> headers, String name, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            headers.put(name.toLowerCase(Locale.ROOT), value.asText());
        }
    }
}
