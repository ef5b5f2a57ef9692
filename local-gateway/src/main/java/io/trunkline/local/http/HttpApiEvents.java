package io.trunkline.local.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes requests as events of payload format 2.0, as the page "Create Lambda proxy integrations for HTTP APIs" of API
 * Gateway's developer guide has them. The API has one route, {@code $default}, and the stage {@code $default}.
 */
final class HttpApiEvents {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    private static final DateTimeFormatter CLF = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String DEFAULT = "$default";

    private final String apiId;
    private final String accountId;

    HttpApiEvents(String apiId, String accountId) {
        this.apiId = apiId;
        this.accountId = accountId;
    }

    byte[] write(HttpApiRequest request) {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "2.0")
                .put("routeKey", DEFAULT)
                .put("rawPath", request.path())
                .put("rawQueryString", request.query());
        putCookies(event, request);
        putHeaders(event, request);
        putQuery(event, request);
        putContext(event, request);
        putBody(event, request);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void putCookies(ObjectNode event, HttpApiRequest request) {
        List<String> lines = request.headers().getOrDefault("cookie", List.of());
        if (!lines.isEmpty()) {
            ArrayNode cookies = event.putArray("cookies");
            lines.forEach(line -> List.of(line.split(";", -1)).forEach(cookie -> cookies.add(cookie.strip())));
        }
    }

    /** Several values of one header are one, with commas between; cookies stand apart. */
    private static void putHeaders(ObjectNode event, HttpApiRequest request) {
        ObjectNode headers = event.putObject("headers");
        request.headers().entrySet().stream()
                .filter(header -> !header.getKey().equals("cookie"))
                .sorted(Map.Entry.comparingByKey())
                .forEach(header -> headers.put(header.getKey(), String.join(",", header.getValue())));
        headers.put("x-forwarded-for", request.sourceIp());
        headers.put("x-forwarded-proto", "http");
    }

    private static void putQuery(ObjectNode event, HttpApiRequest request) {
        if (request.query().isEmpty()) {
            return;
        }
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : request.query().split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            query.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        query.forEach((name, values) -> parameters.put(name, String.join(",", values)));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // a stray per cent sign: as it stands
            return text;
        }
    }

    private void putContext(ObjectNode event, HttpApiRequest request) {
        String host = request.header("host").orElse("");
        ObjectNode context = event.putObject("requestContext")
                .put("accountId", accountId)
                .put("apiId", apiId)
                .put("domainName", host)
                .put("domainPrefix", host.split("[.:]", 2)[0]);
        context.putObject("http")
                .put("method", request.method())
                .put("path", request.path())
                .put("protocol", request.protocol())
                .put("sourceIp", request.sourceIp())
                .put("userAgent", request.header("user-agent").orElse(""));
        context.put("requestId", request.requestId())
                .put("routeKey", DEFAULT)
                .put("stage", DEFAULT)
                .put("time", CLF.format(request.time()))
                .put("timeEpoch", request.time().toEpochMilli());
    }

    /** Text as it is, anything else in base64; no body at all where nothing was sent. */
    private static void putBody(ObjectNode event, HttpApiRequest request) {
        boolean text = isText(request.header("content-type").orElse(""));
        if (request.body().length > 0) {
            event.put(
                    "body",
                    text
                            ? new String(request.body(), StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(request.body()));
        }
        event.put("isBase64Encoded", !text && request.body().length > 0);
    }

    private static boolean isText(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml");
    }
}
