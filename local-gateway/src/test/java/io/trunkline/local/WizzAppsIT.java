package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** wizz's older apps, each at its own door, with nothing changed but the URL. */
class WizzAppsIT {
    private static final AppKey RECEIVER = AppKey.parse("wizz/order-receiver");
    private static final AppKey CUSTOMERS = AppKey.parse("wizz/customers");
    private static final String USER = "b4a83498-6a1c-4f0e-9d57-0b1c2d3e4f50";
    private static final String SHOP = "business_17563_ywix";

    @Test
    void the_order_receiver_is_welcomed_registers_and_subscribes() {
        try (TestSocket shop = receiver("businessId=" + SHOP + "&entityType=merchant&userId=" + USER)) {
            JsonNode welcome = shop.await(type("CONNECTION_ESTABLISHED"));
            assertThat(welcome.path("businessId").asText()).isEqualTo(SHOP);
            assertThat(welcome.path("entityType").asText()).isEqualTo("merchant");

            shop.send("""
                {"type":"REGISTER_CONNECTION","businessId":"%s","entityType":"merchant","userType":"merchant",\
                "userId":"%s","timestamp":"2026-03-01T12:00:00.000"}\
                """.formatted(SHOP, USER));
            assertThat(shop.await(type("REGISTERED")).path("connectionId")).isEqualTo(welcome.path("connectionId"));
            shop.send("{\"type\":\"SUBSCRIBE_ORDERS\",\"businessId\":\"%s\"}".formatted(SHOP));
            assertThat(shop.await(type("SUBSCRIBED")).path("subscriptionType").asText())
                    .isEqualTo("business_status");
            shop.send("{\"type\":\"PING\"}");
            shop.await(type("PONG"));
        }
    }

    @Test
    void every_device_of_a_merchant_gets_the_order_feed() {
        try (TestSocket till = receiver("businessId=" + SHOP);
                TestSocket tablet = receiver("businessId=" + SHOP)) {
            publish("{\"entity\":\"merchant/" + SHOP + "\"}", "order.created", """
                {"orderId":"feed-1","businessId":"%s","totalAmount":25000}\
                """.formatted(SHOP));

            for (TestSocket device : List.of(till, tablet)) {
                assertThat(device.await(type("NEW_ORDER"))
                                .at("/payload/aps/alert/body")
                                .asText())
                        .isEqualTo("You have a new order for $25000. Please review and respond.");
            }
        }
    }

    @Test
    void a_status_reaches_customers_who_were_there_and_who_come_later() {
        try (TestSocket shop = receiver("businessId=" + SHOP);
                TestSocket early = customer("c-early")) {
            early.send("{\"action\":\"subscribe_business_status\",\"businessId\":\"" + SHOP + "\"}");
            early.await(action("ack"));
            shop.send("{\"type\":\"BUSINESS_STATUS_UPDATE\",\"businessId\":\"" + SHOP + "\",\"isActive\":false}");
            assertThat(shop.await(type("BUSINESS_STATUS_UPDATED"))
                            .path("isActive")
                            .asBoolean())
                    .isFalse();
            early.await(status("offline"));
            // what one client and the documents say, and the older server ignored
            shop.send("{\"type\":\"BUSINESS_STATUS_UPDATE\",\"businessId\":\"" + SHOP + "\",\"status\":\"online\"}");
            early.await(status("online"));

            try (TestSocket late = customer("c-late")) {
                late.send("{\"action\":\"subscribe_business_status\",\"businessId\":\"" + SHOP + "\"}");
                assertThat(late.await(status("online"))
                                .at("/data/isAcceptingOrders")
                                .asBoolean())
                        .isTrue();
                late.send("{\"action\":\"unsubscribe_business_status\",\"businessId\":\"" + SHOP + "\"}");
                late.await(node -> node.path("originalAction").asText().equals("unsubscribe_business_status"));
            }
        }
    }

    @Test
    void an_order_is_followed_by_its_parties_alone() {
        // of this test alone, as an order's room keeps its last word
        HttpCaller backEnd = HttpCaller.of("wizz", ApiScope.ADMIN);
        backEnd.put("/v1/rooms/order:w-1/members/customer/c-1", "");
        backEnd.put("/v1/rooms/order:w-1/members/merchant/" + SHOP, "");
        try (TestSocket shop = receiver("businessId=" + SHOP);
                TestSocket customer = customer("c-1");
                TestSocket other = customer("c-2")) {
            customer.send("{\"action\":\"subscribe_order\",\"orderId\":\"w-1\"}");
            customer.await(action("ack"));
            other.send("{\"action\":\"subscribe_order\",\"orderId\":\"w-1\"}");
            other.await(action("error"));
            shop.send("""
                {"type":"ORDER_STATUS_UPDATE","businessId":"%s","orderId":"w-1","status":"confirmed"}\
                """.formatted(SHOP));

            shop.await(type("ORDER_STATUS_UPDATED"));
            JsonNode change = customer.await(type("order_status_change"));
            assertThat(change.path("status").asText()).isEqualTo("confirmed");
            other.send("{\"action\":\"ping\"}");
            other.await(action("pong"));
            assertThat(other.frames()).noneMatch(type("order_status_change"));
        }
    }

    @Test
    void what_a_query_or_frame_says_of_types_counts_nothing() {
        assertThat(TestSocket.connect(door(RECEIVER, "userType=support&entityType=admin&businessId=" + SHOP))
                        .refusedWith())
                .isEqualTo(401);
        try (TestSocket shop = receiver("userType=support&entityType=customer&businessId=" + SHOP)) {
            assertThat(shop.await(type("CONNECTION_ESTABLISHED"))
                            .path("entityType")
                            .asText())
                    .isEqualTo("merchant");
            shop.send("""
                {"type":"REGISTER_CONNECTION","businessId":"%s","entityType":"customer","userType":"support",\
                "userId":"someone"}\
                """.formatted(SHOP));
            assertThat(shop.await(type("REGISTERED")).path("entityType").asText())
                    .isEqualTo("merchant");
        }
    }

    @Test
    void another_merchants_business_is_neither_selected_nor_registered_nor_toggled_nor_logged_out() {
        String token = RunningPlatform.systemToken(RECEIVER, "merchant/" + SHOP, List.of());
        assertThat(TestSocket.connect(door(RECEIVER, "businessId=m-42&token=" + token))
                        .refusedWith())
                .isEqualTo(403);
        try (TestSocket shop = receiver("businessId=" + SHOP)) {
            for (String frame : List.of(
                    "{\"type\":\"REGISTER_CONNECTION\",\"businessId\":\"m-42\",\"userId\":\"u\"}",
                    "{\"type\":\"SUBSCRIBE_ORDERS\",\"businessId\":\"m-42\"}",
                    "{\"type\":\"BUSINESS_STATUS_UPDATE\",\"businessId\":\"m-42\",\"isActive\":false}",
                    "{\"type\":\"MERCHANT_LOGOUT\",\"businessId\":\"m-42\"}")) {
                int before = shop.frames().size();
                shop.send(frame);
                Awaitility.await()
                        .untilAsserted(() -> assertThat(shop.frames().stream().skip(before))
                                .as(frame)
                                .anyMatch(type("ERROR")));
            }
            assertThat(shop.isOpen()).isTrue();
        }
    }

    @Test
    void frames_of_other_dialects_and_half_frames_are_answered_in_the_doors_own_words() {
        try (TestSocket shop = receiver("businessId=" + SHOP);
                TestSocket customer = customer("c-3")) {
            for (String frame : List.of(
                    "{\"action\":\"subscribe\",\"room\":\"order:o1\"}",
                    "{\"action\":\"subscribe_order\",\"orderId\":\"o1\"}",
                    "{\"type\":\"PI")) {
                int before = shop.frames().size();
                shop.send(frame);
                Awaitility.await()
                        .untilAsserted(() -> assertThat(shop.frames().stream().skip(before))
                                .as(frame)
                                .anyMatch(type("ERROR")));
            }
            for (String frame : List.of(
                    "{\"type\":\"SUBSCRIBE_ORDERS\",\"businessId\":\"" + SHOP + "\"}",
                    "{\"action\":\"publish\",\"room\":\"order:o1\",\"event\":\"x\"}",
                    "{\"action\":\"subscribe_or")) {
                int before = customer.frames().size();
                customer.send(frame);
                Awaitility.await().untilAsserted(() -> assertThat(
                                customer.frames().stream().skip(before))
                        .as(frame)
                        .anyMatch(action("error")));
            }
            String id = customer.await(type("CONNECTION_ESTABLISHED"))
                    .path("connectionId")
                    .asText();
            assertThat(RunningPlatform.storedSubscriptions(id)).isEqualTo(automaticRooms());
        }
    }

    /** user, entity, type, app and all. */
    private static int automaticRooms() {
        return 5;
    }

    @Test
    void a_logout_is_confirmed_and_leaves_nothing_behind() {
        TestSocket shop = receiver("businessId=" + SHOP);
        String id =
                shop.await(type("CONNECTION_ESTABLISHED")).path("connectionId").asText();
        shop.send("{\"type\":\"SUBSCRIBE_ORDERS\",\"businessId\":\"" + SHOP + "\"}");
        shop.await(type("SUBSCRIBED"));

        shop.send("{\"type\":\"MERCHANT_LOGOUT\",\"businessId\":\"" + SHOP + "\",\"reason\":\"user_logout\"}");

        shop.awaitClose();
        assertThat(shop.frames()).anyMatch(type("MERCHANT_LOGOUT_CONFIRMED"));
        Awaitility.await().untilAsserted(() -> {
            assertThat(RunningPlatform.isStored(id)).isFalse();
            assertThat(RunningPlatform.storedSubscriptions(id)).isZero();
        });
    }

    @Test
    void a_native_client_says_bye_through_any_door() {
        try (TestSocket native_ = TestSocket.connect(
                door(CUSTOMERS, "token=" + RunningPlatform.systemToken(CUSTOMERS, "customer/c-9", List.of())),
                Map.of(),
                "trunkline.v1")) {
            assertThat(native_.ask("1", "{\"action\":\"latest\",\"id\":\"1\",\"room\":\"merchant-status:nobody\"}")
                            .at("/data/room")
                            .asText())
                    .isEqualTo("merchant-status:nobody");
            native_.send("{\"action\":\"bye\",\"id\":\"9\"}");

            native_.awaitClose();
            assertThat(native_.frames())
                    .anyMatch(node -> node.path("id").asText().equals("9"));
        }
    }

    private static TestSocket receiver(String query) {
        String token =
                RunningPlatform.systemToken(RECEIVER, "merchant/" + SHOP, Optional.of(USER), List.of(), Map.of());
        TestSocket socket = TestSocket.connect(
                door(RECEIVER, query), Map.of("Authorization", "Bearer " + token, "X-Authorization", token));
        assertThat(socket.isOpen()).isTrue();
        return socket;
    }

    private static TestSocket customer(String id) {
        String token = RunningPlatform.systemToken(CUSTOMERS, "customer/" + id, List.of());
        TestSocket socket = TestSocket.connect(door(CUSTOMERS, "token=" + token));
        assertThat(socket.isOpen()).isTrue();
        return socket;
    }

    private static URI door(AppKey app, String query) {
        return URI.create(RunningPlatform.platform().webSocketUri(app) + "?" + query);
    }

    private static void publish(String to, String event, String data) {
        HttpCaller.of("wizz", ApiScope.PUBLISH)
                .post("/v1/publish", "{\"to\":%s,\"event\":\"%s\",\"data\":%s}".formatted(to, event, data));
    }

    private static Predicate<JsonNode> type(String type) {
        return node -> node.path("type").asText().equals(type);
    }

    private static Predicate<JsonNode> action(String action) {
        return node -> node.path("action").asText().equals(action);
    }

    private static Predicate<JsonNode> status(String status) {
        return node -> type("MERCHANT_STATUS_CHANGE").test(node)
                && node.at("/data/status").asText().equals(status);
    }
}
