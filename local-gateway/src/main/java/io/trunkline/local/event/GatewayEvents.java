package io.trunkline.local.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes one API's events as UTF-8 JSON. The fields are those of events recorded on AWS; golden files under
 * {@code src/test/resources/events} hold them.
 */
public final class GatewayEvents {
    // text beyond the basic plane as itself, not as two escapes
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();
    // common log format, in UTC as API Gateway prints it
    private static final DateTimeFormatter CLF = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    // recorded $connect events lack these two, an authorizer's event has them
    private static final Set<String> HIDDEN_FROM_INTEGRATIONS = Set.of("connection", "upgrade");

    private final ApiIdentity api;

    public GatewayEvents(ApiIdentity api) {
        this.api = api;
    }

    /** The event of a REQUEST authorizer; it runs on $connect only. */
    public byte[] authorizer(ConnectedClient client, HandshakeRequest request, RequestStamp stamp) {
        ObjectNode event = JSON.createObjectNode();
        event.put("type", "REQUEST");
        event.put("methodArn", api.connectArn());
        putHandshake(event, request, Set.of(), true);
        putStrings(event.putObject("stageVariables"), api.stageVariables());
        putContext(event, client, stamp, "$connect", "CONNECT", context -> {});
        return bytes(event);
    }

    /** The event of the $connect route, after the authorizer let the client in. */
    public byte[] connect(ConnectedClient client, HandshakeRequest request, RequestStamp stamp) {
        ObjectNode event = JSON.createObjectNode();
        putHandshake(event, request, HIDDEN_FROM_INTEGRATIONS, false);
        putStageVariables(event);
        putContext(event, client, stamp, "$connect", "CONNECT", context -> {});
        event.put("isBase64Encoded", false);
        return bytes(event);
    }

    /**
     * The event of one message; it repeats neither headers nor query.
     *
     * @param routeKey the route that was chosen, {@code $default} where no other matched
     * @param body the message's text, untouched
     */
    public byte[] message(ConnectedClient client, String routeKey, String messageId, String body, RequestStamp stamp) {
        ObjectNode event = JSON.createObjectNode();
        putStageVariables(event);
        putContext(event, client, stamp, routeKey, "MESSAGE", context -> context.put("messageId", messageId));
        event.put("body", body);
        event.put("isBase64Encoded", false);
        return bytes(event);
    }

    /** The event of the $disconnect route; of the client's headers nothing is left in it. */
    public byte[] disconnect(ConnectedClient client, DisconnectCause cause, RequestStamp stamp) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode headers = event.putObject("headers");
        ObjectNode multiValueHeaders = event.putObject("multiValueHeaders");
        for (String name : List.of("Host", "x-api-key", "X-Forwarded-For", "x-restapi")) {
            String value = name.equals("Host") ? client.domainName() : "";
            headers.put(name, value);
            multiValueHeaders.putArray(name).add(value);
        }
        putStageVariables(event);
        putContext(event, client, stamp, "$disconnect", "DISCONNECT", context -> {
            context.put("disconnectStatusCode", cause.statusCode());
            context.put("disconnectReason", cause.reason());
        });
        event.put("isBase64Encoded", false);
        return bytes(event);
    }

    private void putContext(
            ObjectNode event,
            ConnectedClient client,
            RequestStamp stamp,
            String routeKey,
            String eventType,
            Consumer<ObjectNode> own) {
        ObjectNode context = event.putObject("requestContext");
        context.put("routeKey", routeKey);
        client.authorizer().ifPresent(authorizer -> {
            ObjectNode node = context.putObject("authorizer");
            putStrings(node, authorizer.values());
            node.put("principalId", authorizer.principalId());
            node.put("integrationLatency", authorizer.integrationLatency().toMillis());
        });
        own.accept(context);
        context.put("eventType", eventType);
        context.put("extendedRequestId", stamp.requestId());
        context.put("requestTime", CLF.format(stamp.time()));
        context.put("messageDirection", "IN");
        context.put("stage", api.stage());
        context.put("connectedAt", client.connectedAt().toEpochMilli());
        context.put("requestTimeEpoch", stamp.time().toEpochMilli());
        ObjectNode identity = context.putObject("identity");
        client.userAgent().ifPresent(agent -> identity.put("userAgent", agent));
        identity.put("sourceIp", client.sourceIp());
        context.put("requestId", stamp.requestId());
        context.put("domainName", client.domainName());
        context.put("connectionId", client.connectionId());
        context.put("apiId", api.apiId());
    }

    private static void putHandshake(
            ObjectNode event, HandshakeRequest request, Set<String> hidden, boolean evenEmptyQuery) {
        ObjectNode headers = event.putObject("headers");
        ObjectNode multiValueHeaders = event.putObject("multiValueHeaders");
        request.headers().forEach((name, values) -> {
            if (!hidden.contains(name.toLowerCase(Locale.ROOT))) {
                putValues(headers, multiValueHeaders, name, values);
            }
        });
        if (evenEmptyQuery || !request.query().isEmpty()) {
            ObjectNode query = event.putObject("queryStringParameters");
            ObjectNode multiValueQuery = event.putObject("multiValueQueryStringParameters");
            request.query().forEach((name, values) -> putValues(query, multiValueQuery, name, values));
        }
    }

    /** Of several values the single-value map holds the last, as API Gateway does. */
    private static void putValues(ObjectNode single, ObjectNode multi, String name, List<String> values) {
        single.put(name, values.getLast());
        values.forEach(multi.putArray(name)::add);
    }

    private void putStageVariables(ObjectNode event) {
        if (!api.stageVariables().isEmpty()) {
            putStrings(event.putObject("stageVariables"), api.stageVariables());
        }
    }

    private static void putStrings(ObjectNode node, Map<String, String> values) {
        values.forEach(node::put);
    }

    private static byte[] bytes(ObjectNode event) {
        try {
            return JSON.writeValueAsBytes(event);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
