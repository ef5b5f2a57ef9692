package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The main job, through the built zip: three apps of one tenant talk to each other by entity type. */
class MessagesAcrossAppsIT {
    @Test
    void a_customer_reaches_one_merchant_and_nobody_else() {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/m-1");
                TestSocket otherMerchant = connect("wizz/order-receiver", "merchant/m-2");
                TestSocket driver = connect("wizz/drivers", "driver/d-1");
                TestSocket customer = connect("wizz/customers", "customer/c-1")) {
            JsonNode reply = customer.ask("1", send("1", "{\"entity\":\"merchant/m-1\"}", "order.created"));

            JsonNode event = merchant.awaitEvent("order.created");
            assertThat(event.path("from").asText()).isEqualTo("customer/c-1");
            assertThat(event.path("room").asText()).isEqualTo("entity:merchant/m-1");
            assertThat(event.at("/data/order").asText()).isEqualTo("o-9");
            assertThat(reply.at("/data/delivered").asInt()).isEqualTo(1);
            assertThat(otherMerchant.events()).isEmpty();
            assertThat(driver.events()).isEmpty();
            assertThat(customer.events()).isEmpty();
        }
    }

    @Test
    void a_merchant_reaches_every_driver_once() {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/m-3");
                TestSocket seventh = connect("wizz/drivers", "driver/d-7");
                TestSocket eighth = connect("wizz/drivers", "driver/d-8")) {
            JsonNode reply = merchant.ask("1", send("1", "{\"type\":\"driver\"}", "order.ready"));

            assertThat(reply.at("/data/delivered").asInt()).isGreaterThanOrEqualTo(2);
            seventh.awaitEvent("order.ready");
            eighth.awaitEvent("order.ready");
            assertThat(seventh.events()).hasSize(1);
            assertThat(eighth.events()).hasSize(1);
        }
    }

    @Test
    void every_device_of_an_entity_gets_the_event() {
        try (TestSocket phone = connect("wizz/customers", "customer/c-2");
                TestSocket tablet = connect("wizz/customers", "customer/c-2");
                TestSocket driver = connect("wizz/drivers", "driver/d-2")) {
            JsonNode reply = driver.ask("1", send("1", "{\"entity\":\"customer/c-2\"}", "order.picked_up"));

            assertThat(reply.at("/data/delivered").asInt()).isEqualTo(2);
            phone.awaitEvent("order.picked_up");
            tablet.awaitEvent("order.picked_up");
        }
    }

    @Test
    void what_no_rule_allows_is_refused_by_the_rules_name() {
        try (TestSocket driver = connect("wizz/drivers", "driver/d-3");
                TestSocket customer = connect("wizz/customers", "customer/c-3")) {
            JsonNode reply = customer.ask("1", send("1", "{\"type\":\"driver\"}", "order.created"));

            assertThat(reply.path("ok").asBoolean()).isFalse();
            assertThat(reply.at("/error/code").asText()).isEqualTo("no_route");
            assertThat(reply.at("/error/message").asText()).contains("customer-to-driver");
            assertThat(driver.events()).isEmpty();
        }
    }

    @Test
    void another_tenant_with_the_same_entities_sees_nothing() {
        try (TestSocket ours = connect("wizz/order-receiver", "merchant/m-4");
                TestSocket theirs = connect("parcelo/merchants", "merchant/m-4");
                TestSocket customer = connect("wizz/customers", "customer/c-4")) {
            JsonNode reply = customer.ask("1", send("1", "{\"entity\":\"merchant/m-4\"}", "order.created"));

            ours.awaitEvent("order.created");
            assertThat(reply.at("/data/delivered").asInt()).isEqualTo(1);
            assertThat(theirs.events()).isEmpty();
        }
    }

    @Test
    void a_room_that_is_open_by_grant_lets_nobody_else_in() {
        try (TestSocket stranger = connect("wizz/customers", "customer/c-5")) {
            JsonNode reply =
                    stranger.ask("1", "{\"action\":\"subscribe\",\"id\":\"1\",\"room\":\"order:o-of-others\"}");

            assertThat(reply.at("/error/code").asText()).isEqualTo("join_refused");
        }
    }

    private static String send(String id, String to, String event) {
        return "{\"action\":\"send\",\"id\":\"" + id + "\",\"to\":" + to + ",\"event\":\"" + event
                + "\",\"data\":{\"order\":\"o-9\"}}";
    }
}
