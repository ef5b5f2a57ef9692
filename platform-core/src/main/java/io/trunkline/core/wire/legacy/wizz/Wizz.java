package io.trunkline.core.wire.legacy.wizz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Rooms and events by the names that wizz's tenant file gives them, and the shapes that several of its apps share. */
final class Wizz {
    /** A merchant says whether it is online; the last one that it said is the room's present state. */
    static final String MERCHANT_STATUS = "merchant.status";

    static final String ORDER_CREATED = "order.created";
    static final String ORDER_STATUS = "order.status";
    static final String DRIVER_STATUS = "driver.status";
    static final String DRIVER_LOCATION = "driver.location";

    private static final EntityType MERCHANT = new EntityType("merchant");

    private Wizz() {}

    /** Where everything for one merchant goes, whatever device of it is there. */
    static Optional<RoomName> merchant(String businessId) {
        return unlessMalformed(() -> new RoomName.Entity(new EntityRef(MERCHANT, businessId)));
    }

    static Optional<RoomName> merchantStatus(String businessId) {
        return unlessMalformed(() -> new RoomName.Topic("merchant-status", businessId));
    }

    static Optional<RoomName> order(String orderId) {
        return unlessMalformed(() -> new RoomName.Topic("order", orderId));
    }

    static Optional<RoomName> driver(String driverId) {
        return unlessMalformed(() -> new RoomName.Topic("driver", driverId));
    }

    private interface Parse {
        RoomName room();
    }

    private static Optional<RoomName> unlessMalformed(Parse parse) {
        try {
            return Optional.of(parse.room());
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }

    /** The first of {@code fields} that is a text. */
    static Optional<String> first(LegacyFrame frame, String... fields) {
        return Stream.of(fields).flatMap(field -> frame.text(field).stream()).findFirst();
    }

    static String time(Instant at) {
        return Moments.text(at);
    }

    /** Why the last action was refused; empty where all were done. */
    static Optional<Rejection> refusal(List<ServerEvent> answers) {
        return answers.getLast() instanceof ServerEvent.Refused refused
                ? Optional.of(refused.rejection())
                : Optional.empty();
    }

    /** {@code MERCHANT_STATUS_CHANGE}, as customers get it. */
    static String merchantStatusChange(JsonNode data, String at) {
        ObjectNode frame = LegacyFrame.object().put("type", "MERCHANT_STATUS_CHANGE");
        frame.putObject("data")
                .put("merchantId", data.path("merchantId").asText())
                .put("status", data.path("status").asText())
                .put("timestamp", at)
                .put("isAcceptingOrders", data.path("isAcceptingOrders").asBoolean());
        return LegacyFrame.write(frame);
    }

    /** {@code order_status_change}, to customers and drivers. */
    static String orderStatusChange(JsonNode data, String at) {
        ObjectNode frame = LegacyFrame.object()
                .put("type", "order_status_change")
                .put("orderId", data.path("orderId").asText())
                .put("status", data.path("status").asText())
                .put("timestamp", at);
        copy(data, frame, "driverId", "location");
        return LegacyFrame.write(frame);
    }

    /** An event that the app has no frame of its own for. */
    static String other(ServerEvent.Published event, String body) {
        ObjectNode frame = LegacyFrame.object().put("type", event.event());
        frame.set(body, event.data());
        return LegacyFrame.write(frame.put("timestamp", time(event.at())));
    }

    /** The fields that {@code from} has. */
    static void copy(JsonNode from, ObjectNode to, String... fields) {
        for (String field : fields) {
            if (from.has(field)) {
                to.set(field, from.path(field));
            }
        }
    }
}
