package io.trunkline.core.wire.legacy.wizz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code wizz-merchant}, the order receiver: {@code {"type":"UPPER_CASE",…}} both ways. A {@code businessId} in a frame
 * names the merchant that is meant; whether the connection may speak for it the platform decides.
 */
public final class MerchantDialect implements WireDialect {
    public static final String ID = "wizz-merchant";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        if (!FrameSize.fits(frame)) {
            return bad(RejectionCode.TOO_LARGE, MerchantFrames.error("Message is too large"));
        }
        return LegacyFrame.read(frame)
                .map(read -> asked(read, speaker))
                .orElseGet(() -> bad(RejectionCode.BAD_JSON, MerchantFrames.error("Message must be valid JSON")));
    }

    private static DecodeOutcome asked(LegacyFrame frame, Speaker speaker) {
        Optional<String> type = frame.text("type");
        return switch (type.orElse("")) {
            case "PING" -> asks(List.of(ping()), answers -> MerchantFrames.beat(answers, "PONG"));
            case "HEARTBEAT" -> asks(List.of(ping()), answers -> MerchantFrames.beat(answers, "HEARTBEAT_ACK"));
            case "REGISTER_CONNECTION" -> register(frame, speaker);
            case "SUBSCRIBE_ORDERS" -> subscribe(frame, speaker);
            case "BUSINESS_STATUS_UPDATE" -> status(frame, speaker);
            case "BUSINESS_BUSY_STATUS_UPDATE" -> busy(frame, speaker);
            case "ORDER_STATUS_UPDATE" -> orderStatus(frame, speaker);
            case "MERCHANT_LOGOUT" -> logout(frame, speaker);
            default -> bad(RejectionCode.UNKNOWN_ACTION, MerchantFrames.unknown(type));
        };
    }

    private static ClientAction ping() {
        return new ClientAction.Ping(Optional.empty());
    }

    private static DecodeOutcome register(LegacyFrame frame, Speaker speaker) {
        Optional<String> business = frame.text("businessId");
        Optional<String> user = frame.text("userId");
        if (business.isEmpty() || user.isEmpty()) {
            return bad(
                    RejectionCode.BAD_FIELD,
                    MerchantFrames.error("Missing businessId or userId for REGISTER_CONNECTION"));
        }
        return ofBusiness(
                business.get(),
                List.of(),
                "Failed to register connection",
                false,
                MerchantFrames.merchant("REGISTERED")
                        .put("connectionId", speaker.connection().value())
                        .put("entityType", "merchant")
                        .put("businessId", business.get())
                        .put("userId", user.get())
                        .put("timestamp", Wizz.time(speaker.at())));
    }

    private static DecodeOutcome subscribe(LegacyFrame frame, Speaker speaker) {
        Optional<String> business = frame.text("businessId");
        if (business.isEmpty()) {
            return missing("businessId", "SUBSCRIBE_ORDERS");
        }
        return ofBusiness(
                business.get(),
                Wizz.merchantStatus(business.get()).stream()
                        .<ClientAction>map(room -> new ClientAction.Subscribe(Optional.empty(), room, Optional.empty()))
                        .toList(),
                "Failed to subscribe to orders",
                false,
                MerchantFrames.merchant("SUBSCRIBED")
                        .put("message", "Subscribed to order updates")
                        .put("businessId", business.get())
                        .put("entityType", "merchant")
                        .put("subscriptionType", "business_status")
                        .put("timestamp", Wizz.time(speaker.at())));
    }

    /** Older builds say {@code isActive}, newer ones {@code status}. */
    private static DecodeOutcome status(LegacyFrame frame, Speaker speaker) {
        Optional<String> business = frame.text("businessId");
        if (business.isEmpty()) {
            return missing("businessId", "BUSINESS_STATUS_UPDATE");
        }
        JsonNode isActive = frame.node("isActive");
        Optional<Boolean> active = isActive.isBoolean()
                ? Optional.of(isActive.booleanValue())
                : frame.text("status")
                        .filter(status -> status.equals("online") || status.equals("offline"))
                        .map("online"::equals);
        if (active.isEmpty()) {
            return missing("isActive or status", "BUSINESS_STATUS_UPDATE");
        }
        String status = active.get() ? "online" : "offline";
        ObjectNode data = LegacyFrame.object()
                .put("merchantId", business.get())
                .put("status", status)
                .put("isAcceptingOrders", active.get());
        return told(
                business.get(),
                data,
                "Failed to update business status",
                MerchantFrames.statusUpdated(business.get(), active.get(), Wizz.time(speaker.at())));
    }

    /** Whoever is busy is online, and takes no orders. */
    private static DecodeOutcome busy(LegacyFrame frame, Speaker speaker) {
        Optional<String> business = frame.text("businessId");
        if (business.isEmpty()) {
            return missing("businessId", "BUSINESS_BUSY_STATUS_UPDATE");
        }
        if (!frame.node("isBusy").isBoolean()) {
            return missing("isBusy", "BUSINESS_BUSY_STATUS_UPDATE");
        }
        boolean isBusy = frame.node("isBusy").booleanValue();
        ObjectNode data = LegacyFrame.object()
                .put("merchantId", business.get())
                .put("status", "online")
                .put("isAcceptingOrders", !isBusy)
                .put("isBusy", isBusy);
        return told(
                business.get(),
                data,
                "Failed to update business busy status",
                MerchantFrames.merchant("BUSINESS_BUSY_STATUS_UPDATED")
                        .put("businessId", business.get())
                        .put("isBusy", isBusy)
                        .put("entityType", "merchant")
                        .put("timestamp", Wizz.time(speaker.at()))
                        .put("message", "Business status updated to " + (isBusy ? "busy" : "available")));
    }

    private static DecodeOutcome told(String business, ObjectNode data, String failure, ObjectNode done) {
        return Wizz.merchantStatus(business)
                .map(room -> asks(
                        List.of(new ClientAction.Publish(Optional.empty(), room, Wizz.MERCHANT_STATUS, data)),
                        answers -> Wizz.refusal(answers)
                                .map(why -> MerchantFrames.failed(failure, Optional.of(business), why))
                                .orElseGet(() -> LegacyFrame.write(done))))
                .orElseGet(() -> noBusiness(failure));
    }

    /** The merchant comes into the order's room by it, so that it learns how the order goes on. */
    private static DecodeOutcome orderStatus(LegacyFrame frame, Speaker speaker) {
        Optional<String> order = frame.text("orderId");
        Optional<String> status = frame.text("status");
        if (order.isEmpty() || status.isEmpty()) {
            return missing("orderId or status", "ORDER_STATUS_UPDATE");
        }
        Optional<String> business = frame.text("businessId");
        ObjectNode data = LegacyFrame.object().put("orderId", order.get()).put("status", status.get());
        business.ifPresent(id -> data.put("businessId", id));
        ObjectNode done = MerchantFrames.merchant("ORDER_STATUS_UPDATED")
                .put("orderId", order.get())
                .put("status", status.get())
                .put("timestamp", Wizz.time(speaker.at()));
        return Wizz.order(order.get())
                .map(room -> asks(
                        List.of(
                                new ClientAction.Subscribe(Optional.empty(), room, Optional.empty()),
                                new ClientAction.Publish(Optional.empty(), room, Wizz.ORDER_STATUS, data)),
                        answers -> Wizz.refusal(answers)
                                .map(why -> MerchantFrames.failed("Failed to update order status", business, why))
                                .orElseGet(() -> LegacyFrame.write(done))))
                .orElseGet(() -> bad(RejectionCode.BAD_FIELD, MerchantFrames.error("Failed to update order status")));
    }

    private static DecodeOutcome logout(LegacyFrame frame, Speaker speaker) {
        Optional<String> business = frame.text("businessId");
        if (business.isEmpty()) {
            return missing("businessId", "MERCHANT_LOGOUT");
        }
        return ofBusiness(
                business.get(),
                List.of(new ClientAction.Bye(Optional.empty())),
                "Failed to process merchant logout",
                true,
                MerchantFrames.merchant("MERCHANT_LOGOUT_CONFIRMED")
                        .put("businessId", business.get())
                        .put("timestamp", Wizz.time(speaker.at()))
                        .put("message", "Merchant has been logged out and all subscriptions set to inactive"));
    }

    /**
     * What only who speaks for {@code business} may: the room of the merchant is asked for first, in which every
     * connection of the merchant is from its start, and into which no other is let.
     */
    private static DecodeOutcome ofBusiness(
            String business, List<ClientAction> more, String failure, boolean naming, ObjectNode done) {
        Optional<RoomName> room = Wizz.merchant(business);
        if (room.isEmpty()) {
            return noBusiness(failure);
        }
        List<ClientAction> actions = new ArrayList<>();
        actions.add(new ClientAction.Subscribe(Optional.empty(), room.get(), Optional.empty()));
        actions.addAll(more);
        return asks(actions, answers -> Wizz.refusal(answers)
                .map(why -> MerchantFrames.failed(failure, naming ? Optional.of(business) : Optional.empty(), why))
                .orElseGet(() -> LegacyFrame.write(done)));
    }

    private static DecodeOutcome asks(List<ClientAction> actions, Function<List<ServerEvent>, String> answer) {
        return new DecodeOutcome.Decoded(actions, answers -> List.of(answer.apply(answers)));
    }

    private static DecodeOutcome missing(String field, String type) {
        return bad(RejectionCode.BAD_FIELD, MerchantFrames.error("Missing " + field + " for " + type));
    }

    private static DecodeOutcome noBusiness(String failure) {
        return bad(
                RejectionCode.BAD_FIELD,
                MerchantFrames.failed(
                        failure, Optional.empty(), new Rejection(RejectionCode.BAD_FIELD, "businessId is no id")));
    }

    private static DecodeOutcome bad(RejectionCode code, String frame) {
        return new DecodeOutcome.Undecodable(Rejection.of(code), List.of(frame));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Welcome welcome -> List.of(MerchantFrames.welcome(welcome));
            case ServerEvent.Published published -> List.of(MerchantFrames.published(published));
            case ServerEvent.Refused refused ->
                List.of(MerchantFrames.error(refused.rejection().message()));
            case ServerEvent.GoAway goAway ->
                List.of(MerchantFrames.error("The connection is closed by the server: " + goAway.reason()));
            case ServerEvent.Reply _, ServerEvent.Presence _ -> List.of();
        };
    }
}
