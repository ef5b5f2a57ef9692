package io.trunkline.core.wire.legacy.wizz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.legacy.LegacyFrame;
import java.util.List;
import java.util.Optional;

/** What the order receiver is told. */
final class MerchantFrames {
    private MerchantFrames() {}

    static ObjectNode merchant(String type) {
        return LegacyFrame.object().put("type", type);
    }

    static String error(String message) {
        return LegacyFrame.write(merchant("ERROR").put("message", message));
    }

    static String failed(String message, Optional<String> business, Rejection why) {
        ObjectNode frame = merchant("ERROR").put("message", message);
        business.ifPresent(id -> frame.put("businessId", id));
        return LegacyFrame.write(frame.put("error", why.message()));
    }

    static String unknown(Optional<String> type) {
        ObjectNode frame = merchant("ERROR").put("message", "Unknown message type");
        type.ifPresent(name -> frame.put("originalType", name));
        return LegacyFrame.write(frame);
    }

    static String beat(List<ServerEvent> answers, String type) {
        return Wizz.refusal(answers)
                .map(why -> error(why.message()))
                .orElseGet(() -> LegacyFrame.write(merchant(type)
                        .put(
                                "timestamp",
                                LegacyFrame.dataOf(answers.getLast())
                                        .map(data -> data.path("at").asText())
                                        .orElse(""))));
    }

    static String welcome(ServerEvent.Welcome welcome) {
        return LegacyFrame.write(merchant("CONNECTION_ESTABLISHED")
                .put("message", "Connected to merchant notifications")
                .put("timestamp", Wizz.time(welcome.at()))
                .put("entityType", "merchant")
                .put("connectionId", welcome.connection().value())
                .put("businessId", welcome.identity().entity().id()));
    }

    static ObjectNode statusUpdated(String business, boolean active, String at) {
        return merchant("BUSINESS_STATUS_UPDATED")
                .put("businessId", business)
                .put("isActive", active)
                .put("entityType", "merchant")
                .put("timestamp", at)
                .put("message", "Business status updated to " + (active ? "online" : "offline"));
    }

    static String published(ServerEvent.Published event) {
        JsonNode data = event.data();
        return switch (event.event()) {
            case Wizz.ORDER_CREATED, "NEW_ORDER" -> newOrder(event);
            case Wizz.MERCHANT_STATUS ->
                LegacyFrame.write(statusUpdated(
                        data.path("merchantId").asText(),
                        data.path("status").asText().equals("online"),
                        Wizz.time(event.at())));
            default ->
                event.event().startsWith("order.") || event.event().equals("ORDER_UPDATE")
                        ? orderUpdate(event)
                        : Wizz.other(event, "payload");
        };
    }

    private static String orderUpdate(ServerEvent.Published event) {
        ObjectNode frame = merchant("ORDER_UPDATE");
        frame.set("payload", event.data());
        return LegacyFrame.write(frame.put("timestamp", Wizz.time(event.at())));
    }

    /** The push's own form; a back end that builds it itself is left to it. */
    private static String newOrder(ServerEvent.Published event) {
        JsonNode order = event.data();
        ObjectNode frame = merchant("NEW_ORDER");
        if (order.has("aps")) {
            frame.set("payload", order);
            return LegacyFrame.write(frame);
        }
        String id = order.path("orderId").asText();
        String amount = order.path("totalAmount").isMissingNode()
                        || order.path("totalAmount").isNull()
                ? "N/A"
                : order.path("totalAmount").asText();
        ObjectNode payload = frame.putObject("payload");
        ObjectNode aps = payload.putObject("aps");
        aps.putObject("alert")
                .put("title", "New Order Received")
                .put("subtitle", "Order ID: " + id)
                .put("body", "You have a new order for $" + amount + ". Please review and respond.");
        aps.put("category", "NEW_ORDER_CATEGORY").put("mutable-content", 1);
        ObjectNode data = payload.putObject("data");
        if (order instanceof ObjectNode fields) {
            data.setAll(fields);
        }
        if (!data.has("businessId") && data.has("storeId")) {
            data.set("businessId", data.path("storeId"));
        }
        data.putArray("actions")
                .add(LegacyFrame.object().put("id", "ACCEPT_ORDER").put("title", "Accept"))
                .add(LegacyFrame.object().put("id", "REJECT_ORDER").put("title", "Reject"));
        return LegacyFrame.write(frame);
    }
}
