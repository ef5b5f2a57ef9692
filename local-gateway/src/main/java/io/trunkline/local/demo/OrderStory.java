package io.trunkline.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One order, from a merchant who opens its shop to a customer who has it: each app in its own dialect, through its own
 * door, with what its shipped client sends.
 */
public final class OrderStory {
    private static final AppKey RECEIVER = AppKey.parse("wizz/order-receiver");
    private static final AppKey DRIVERS = AppKey.parse("wizz/drivers");
    private static final AppKey CUSTOMERS = AppKey.parse("wizz/customers");
    private static final AppKey DISPATCH = AppKey.parse("wizz/dispatch");
    private static final String SHOP = "m-42";
    private static final String DRIVER = "d-7";

    private final DemoPlatform platform;
    private final Stage stage;
    private final Duration patience;
    private final String order;

    /**
     * @param patience for each step
     * @param order a name for the order, which no earlier one had
     */
    public OrderStory(DemoPlatform platform, Stage stage, Duration patience, String order) {
        this.platform = platform;
        this.stage = stage;
        this.patience = patience;
        this.order = order;
    }

    /** Plays it; throws {@link DemoFailure} at the first step that does not come about. */
    public void play() {
        try (HttpClient client =
                        HttpClient.newBuilder().connectTimeout(patience).build();
                Actor merchant = merchant("merchant", client);
                Actor tablet = merchant("tablet", client);
                Actor driver = driver(client);
                Actor dispatch = dispatch(client);
                Actor customer = customer(client)) {
            BackEnd backEnd = new BackEnd(platform, client, stage, patience);
            opening(merchant, customer);
            ordering(backEnd, merchant, tablet, customer);
            assigning(backEnd, driver, dispatch);
            delivering(driver, merchant, customer);
            closing(merchant);
        }
    }

    private Actor merchant(String name, HttpClient client) {
        stage.chapter(name.equals("merchant") ? "The order receiver connects" : "Its second device connects");
        String token = platform.token(
                RECEIVER, new EntityRef(EntityRef.parse("merchant/" + SHOP).type(), SHOP));
        Actor actor = Actor.connect(
                name,
                stage,
                patience,
                client,
                URI.create(platform.door(RECEIVER) + "?businessId=" + SHOP + "&entityType=merchant&userId=" + SHOP),
                Map.of("Authorization", "Bearer " + token, "X-Authorization", token));
        actor.gets("CONNECTION_ESTABLISHED", "welcomed after the handshake");
        actor.says("REGISTER_CONNECTION", "", """
            {"type":"REGISTER_CONNECTION","businessId":"%s","entityType":"merchant","userType":"merchant",\
            "userId":"%s"}\
            """.formatted(SHOP, SHOP));
        actor.gets("REGISTERED", "");
        actor.says("SUBSCRIBE_ORDERS", "", "{\"type\":\"SUBSCRIBE_ORDERS\",\"businessId\":\"" + SHOP + "\"}");
        actor.gets("SUBSCRIBED", "");
        return actor;
    }

    private Actor driver(HttpClient client) {
        stage.chapter("The driver connects, and says who it is in its first frame");
        Actor actor = Actor.connect(
                "driver",
                stage,
                patience,
                client,
                URI.create(platform.door(DRIVERS) + "?driverId=" + DRIVER + "&userType=driver&platform=ios"),
                Map.of());
        actor.says("authenticate", "", """
            {"action":"authenticate","type":"authenticate","userId":"%s","userType":"driver","driverId":"%s",\
            "token":"%s","platform":"ios","appVersion":"1.0.0"}\
            """.formatted(
                        DRIVER, DRIVER, platform.token(DRIVERS, EntityRef.parse("driver/" + DRIVER))));
        actor.gets("auth_success", "");
        actor.says("driver_online", "action driver_status", """
            {"action":"driver_status","type":"driver_online","driverId":"%s","userType":"driver",\
            "status":"online","isActive":true}\
            """.formatted(DRIVER));
        actor.gets("status_update_confirmed", "online");
        return actor;
    }

    private Actor dispatch(HttpClient client) {
        stage.chapter("Dispatch connects, natively");
        String token = platform.token(DISPATCH, EntityRef.parse("dispatcher/desk-1"));
        Actor actor = Actor.connect(
                "dispatch", stage, patience, client, URI.create(platform.webSocket() + "?token=" + token), Map.of());
        actor.says("hello", "", "{\"action\":\"hello\",\"id\":\"1\"}");
        actor.gets("reply", "trunkline.v1");
        return actor;
    }

    private Actor customer(HttpClient client) {
        stage.chapter("The customer connects, and looks at the shop");
        String token = platform.token(CUSTOMERS, EntityRef.parse("customer/c-1"));
        Actor actor = Actor.connect(
                "customer",
                stage,
                patience,
                client,
                URI.create(platform.door(CUSTOMERS) + "?token=" + token),
                Map.of());
        actor.gets("CONNECTION_ESTABLISHED", "");
        return actor;
    }

    private void opening(Actor merchant, Actor customer) {
        customer.says(
                "subscribe_business_status",
                SHOP,
                "{\"action\":\"subscribe_business_status\",\"businessId\":\"" + SHOP + "\"}");
        customer.gets("ack", "subscribe_business_status");
        merchant.says("BUSINESS_STATUS_UPDATE", "isActive: true", """
            {"type":"BUSINESS_STATUS_UPDATE","businessId":"%s","userId":"%s","isActive":true}\
            """.formatted(SHOP, SHOP));
        merchant.gets("BUSINESS_STATUS_UPDATED", "online");
        customer.gets("MERCHANT_STATUS_CHANGE", "online", at("/data/status", "online"));
    }

    private void ordering(BackEnd backEnd, Actor merchant, Actor tablet, Actor customer) {
        stage.chapter("The customer orders");
        backEnd.lets("customer/c-1", "order:" + order);
        backEnd.lets("merchant/" + SHOP, "order:" + order);
        customer.says("subscribe_order", order, "{\"action\":\"subscribe_order\",\"orderId\":\"" + order + "\"}");
        customer.gets("ack", "subscribe_order");
        backEnd.publishes("order.created", "entity:merchant/" + SHOP, """
            {"orderId":"%s","businessId":"%s","customerName":"Ada","totalAmount":25000}\
            """.formatted(order, SHOP));
        merchant.gets("NEW_ORDER", order, at("/payload/data/orderId", order));
        tablet.gets("NEW_ORDER", order + ", every device gets it", at("/payload/data/orderId", order));
        merchant.says("ORDER_STATUS_UPDATE", "confirmed", """
            {"type":"ORDER_STATUS_UPDATE","businessId":"%s","orderId":"%s","status":"confirmed"}\
            """.formatted(SHOP, order));
        merchant.gets("ORDER_STATUS_UPDATED", "confirmed");
        customer.gets("order_status_change", "confirmed", at("/status", "confirmed"));
    }

    private void assigning(BackEnd backEnd, Actor driver, Actor dispatch) {
        stage.chapter("A driver takes it");
        backEnd.publishes("order.offer", "entity:driver/" + DRIVER, """
            {"offerId":"offer-%s","orderId":"%s","waveNumber":1,"rank":1,"currency":"IQD"}\
            """.formatted(order, order));
        driver.gets("new_wave_offer", order, at("/offer/orderId", order));
        driver.says("driver_assignment_response", "accept", """
            {"type":"driver_assignment_response","orderId":"%s","assignmentId":"offer-%s","response":"accept"}\
            """.formatted(order, order));
        driver.gets("assignment_response_confirmed", "accept");
        dispatch.gets("order.assignment_response", "accept", at("/data/response", "accept"));
        backEnd.lets("driver/" + DRIVER, "order:" + order);
        backEnd.publishes("order.assigned", "entity:driver/" + DRIVER, """
            {"orderId":"%s","driverId":"%s","businessId":"%s"}\
            """.formatted(order, DRIVER, SHOP));
        driver.gets("order_assigned", order, at("/orderId", order));
    }

    private void delivering(Actor driver, Actor merchant, Actor customer) {
        stage.chapter("It is on its way");
        driverSays(driver, "picked_up");
        customer.gets("order_status_change", "picked_up", at("/status", "picked_up"));
        merchant.gets("ORDER_UPDATE", "picked_up", at("/payload/status", "picked_up"));
        driver.says("driver_location_update", "33.31, 44.36", """
            {"type":"driver_location_update","orderId":"%s","latitude":33.31,"longitude":44.36,"heading":90,\
            "speed":8.5}\
            """.formatted(order));
        driver.gets("location_update_confirmed", "");
        customer.gets("driver_location_update", "33.31, 44.36", at("/orderId", order));
        driverSays(driver, "delivered");
        customer.gets("order_status_change", "delivered", at("/status", "delivered"));
        merchant.gets("ORDER_UPDATE", "delivered", at("/payload/status", "delivered"));
    }

    private void driverSays(Actor driver, String status) {
        driver.says("order_status_update", status, """
            {"type":"order_status_update","orderId":"%s","status":"%s"}\
            """.formatted(order, status));
        driver.gets("order_status_update_confirmed", status, at("/status", status));
    }

    private void closing(Actor merchant) {
        stage.chapter("The merchant logs out");
        merchant.says("MERCHANT_LOGOUT", "user_logout", """
            {"type":"MERCHANT_LOGOUT","businessId":"%s","userId":"%s","reason":"user_logout"}\
            """.formatted(SHOP, SHOP));
        merchant.gets("MERCHANT_LOGOUT_CONFIRMED", "");
        merchant.isClosed();
    }

    private static Predicate<JsonNode> at(String pointer, String value) {
        return frame -> frame.at(pointer).asText().equals(value);
    }
}
