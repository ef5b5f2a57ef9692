package io.trunkline.core.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.EventJson;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.FrameSize;

/** A {@link ResumeResult} as clients read it. */
public final class ResumeJson {
    private ResumeJson() {}

    /**
     * The result, cut off after as many events as weigh {@code maxBytes} together, and then {@code more} says so and
     * {@code position} is that of the last one in it. The first event is always in it, whatever it weighs.
     */
    public static ObjectNode of(ResumeResult result, long maxBytes) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        switch (result) {
            case ResumeResult.Recovered recovered -> write(json.put("result", "recovered"), recovered, maxBytes);
            case ResumeResult.Gap(var oldest, var position) ->
                json.put("result", "gap").put("oldest", oldest.toString()).put("position", position.toString());
            case ResumeResult.EpochChanged(var position) ->
                json.put("result", "epoch_changed").put("position", position.toString());
        }
        return json;
    }

    private static void write(ObjectNode json, ResumeResult.Recovered recovered, long maxBytes) {
        ArrayNode events = json.putArray("events");
        Position position = recovered.position();
        boolean more = recovered.more();
        long left = maxBytes;
        for (ServerEvent.Published event : recovered.events()) {
            ObjectNode next = EventJson.of(event);
            // and the comma behind it
            left -= FrameSize.weight(next.toString()) + 1;
            if (left < 0 && !events.isEmpty()) {
                more = true;
                break;
            }
            events.add(next);
            position = event.position().orElse(position);
        }
        json.put("position", position.toString());
        if (more) {
            json.put("more", true);
        }
    }
}
