package io.trunkline.core.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A published event as the native wire says it, for frames and for the answers that repeat events. A field that is
 * empty is left out.
 */
public final class EventJson {
    private EventJson() {}

    public static ObjectNode of(ServerEvent.Published event) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "event");
        json.put("id", event.id());
        json.put("room", event.room());
        json.put("event", event.event());
        json.set("data", event.data());
        event.from().ifPresent(from -> json.put("from", from));
        json.put("at", Moments.text(event.at()));
        event.position().ifPresent(position -> json.put("position", position.toString()));
        return json;
    }
}
