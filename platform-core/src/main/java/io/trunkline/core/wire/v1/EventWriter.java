package io.trunkline.core.wire.v1;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.message.EventJson;
import io.trunkline.core.message.LoneSurrogates;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;

/** Writes what the server says as one JSON object; a field that is empty is left out. */
final class EventWriter {
    private EventWriter() {}

    static String write(ServerEvent event) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = V1Json.MAPPER.createGenerator(text)) {
            json.writeStartObject();
            switch (event) {
                case ServerEvent.Reply reply -> writeReply(json, reply);
                case ServerEvent.Refused refused -> writeRefused(json, refused);
                case ServerEvent.Published published -> writePublished(json, published);
                case ServerEvent.Presence presence -> writePresence(json, presence);
                case ServerEvent.GoAway goAway -> writeGoAway(json, goAway);
                case ServerEvent.Welcome _ -> throw new IllegalArgumentException("the native wire has no welcome");
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("an event could not be written as JSON", e);
        }
        return LoneSurrogates.escaped(text.toString());
    }

    private static void writeReply(JsonGenerator json, ServerEvent.Reply reply) throws IOException {
        json.writeStringField("type", "reply");
        writeIfPresent(json, "id", reply.id());
        json.writeBooleanField("ok", true);
        json.writeFieldName("data");
        json.writeTree(reply.data());
    }

    private static void writeRefused(JsonGenerator json, ServerEvent.Refused refused) throws IOException {
        Rejection rejection = refused.rejection();
        json.writeStringField("type", "reply");
        writeIfPresent(json, "id", refused.id());
        json.writeBooleanField("ok", false);
        json.writeObjectFieldStart("error");
        json.writeStringField("code", rejection.code().code());
        json.writeStringField("message", rejection.message());
        json.writeBooleanField("retryable", rejection.code().retryable());
        if (rejection.retryAfter().isPresent()) {
            json.writeNumberField("retryAfterMs", rejection.retryAfter().get().toMillis());
        }
        json.writeEndObject();
    }

    private static void writePublished(JsonGenerator json, ServerEvent.Published published) throws IOException {
        for (Map.Entry<String, JsonNode> field : EventJson.of(published).properties()) {
            json.writeFieldName(field.getKey());
            json.writeTree(field.getValue());
        }
    }

    private static void writePresence(JsonGenerator json, ServerEvent.Presence presence) throws IOException {
        json.writeStringField("type", "presence");
        json.writeStringField("room", presence.room());
        json.writeStringField("entity", presence.entity());
        json.writeStringField("change", presence.change().toString());
        json.writeStringField("at", Moments.text(presence.at()));
    }

    private static void writeGoAway(JsonGenerator json, ServerEvent.GoAway goAway) throws IOException {
        json.writeStringField("type", "goaway");
        json.writeStringField("reason", goAway.reason());
        writeIfPresent(json, "url", goAway.url());
        if (goAway.afterMillis().isPresent()) {
            json.writeNumberField("afterMs", goAway.afterMillis().get());
        }
    }

    private static void writeIfPresent(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }
}
