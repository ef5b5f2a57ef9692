package io.trunkline.core.eventbridge;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.core.message.Moments;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** An event of the hook as an entry of PutEvents; {@code docs/deploy.md} lists what is in each. */
final class HookEntries {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private HookEntries() {}

    static PutEventsRequestEntry of(String bus, HookEvent event) {
        return PutEventsRequestEntry.builder()
                .eventBusName(bus)
                .source("trunkline")
                .detailType(type(event))
                .time(event.at())
                .detail(detail(event).toString())
                .build();
    }

    private static String type(HookEvent event) {
        return switch (event) {
            case HookEvent.OfConnection connection -> connection.closed() ? "Connection Closed" : "Connection Opened";
            case HookEvent.OfPublish _ -> "Event Published";
        };
    }

    private static ObjectNode detail(HookEvent event) {
        ObjectNode detail =
                JSON.createObjectNode().put("tenant", event.tenant().toString()).put("at", Moments.text(event.at()));
        return switch (event) {
            case HookEvent.OfConnection connection ->
                detail.put("connection", connection.connection())
                        .put("app", connection.app())
                        .put("entity", connection.entity());
            case HookEvent.OfPublish publish -> {
                detail.put("id", publish.id()).put("name", publish.name()).put("room", publish.room());
                publish.from().ifPresent(from -> detail.put("from", from));
                yield detail;
            }
        };
    }
}
