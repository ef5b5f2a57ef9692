package io.trunkline.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.local.route.InvokeOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the client gets.
 *
 * @param headers each with its lines; {@code Set-Cookie} may have several
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpApiReply(int status, Map<String, List<String>> headers, byte[] body) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String JSON_TYPE = "application/json";

    HttpApiReply {
        headers = Map.copyOf(headers);
    }

    /** API Gateway's own words: {@code {"message":"…"}}. */
    static HttpApiReply message(int status, String message) {
        return json(status, JSON.createObjectNode().put("message", message).toString());
    }

    static HttpApiReply json(int status, String body) {
        return new HttpApiReply(
                status, Map.of("Content-Type", List.of(JSON_TYPE)), body.getBytes(StandardCharsets.UTF_8));
    }

    static HttpApiReply of(InvokeOutcome outcome) {
        return switch (outcome) {
            case InvokeOutcome.Success(var payload) -> ofPayload(payload);
            case InvokeOutcome.FunctionError _, InvokeOutcome.Crashed _ -> internalServerError();
            case InvokeOutcome.TimedOut _, InvokeOutcome.Throttled _ -> message(503, "Service Unavailable");
        };
    }

    /** Where the function names no status, all that it returned is the body of a 200, as the format's page says. */
    private static HttpApiReply ofPayload(byte[] payload) {
        try {
            JsonNode answer = JSON.readTree(payload);
            JsonNode status = answer.path("statusCode");
            if (status.isMissingNode()) {
                return json(200, new String(payload, StandardCharsets.UTF_8));
            }
            int code = status.asInt();
            if (code < 100 || code > 599) {
                return internalServerError();
            }
            return new HttpApiReply(code, headers(answer), body(answer));
        } catch (IOException | IllegalArgumentException e) {
            return internalServerError();
        }
    }

    private static HttpApiReply internalServerError() {
        return message(500, "Internal Server Error");
    }

    private static Map<String, List<String>> headers(JsonNode answer) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        answer.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(header.getKey(), List.of(header.getValue().asText())));
        List<String> cookies = new ArrayList<>();
        answer.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
        if (!cookies.isEmpty()) {
            headers.put("Set-Cookie", cookies);
        }
        return headers;
    }

    private static byte[] body(JsonNode answer) {
        String body = answer.path("body").asText("");
        return answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }
}
