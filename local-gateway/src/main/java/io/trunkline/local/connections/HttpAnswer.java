package io.trunkline.local.connections;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A plain HTTP answer of the gateway.
 *
 * @param body JSON, or empty
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    public static HttpAnswer empty(int status) {
        return new HttpAnswer(status, Map.of(), "");
    }

    public static HttpAnswer json(int status, Object body) {
        return new HttpAnswer(status, Map.of("Content-Type", "application/json"), write(body));
    }

    /** An error as API Gateway words it: {@code {"message": …}}, and its type in a header that SDKs read. */
    public static HttpAnswer error(int status, String errorType, String message) {
        return new HttpAnswer(
                status,
                Map.of("Content-Type", "application/json", "x-amzn-ErrorType", errorType),
                write(Map.of("message", message)));
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, more, body);
    }

    private static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
