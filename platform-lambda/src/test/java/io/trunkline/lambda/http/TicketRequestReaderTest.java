package io.trunkline.lambda.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketRequestReaderTest {
    @Test
    void aBackendStatesWhomTheTicketIsFor() {
        TicketRequest.Stated stated = TicketRequestReader.stated(body("""
            {"app":"order-receiver","user":"u-1","entity":"merchant/m-42","roles":["manager"],
             "scopes":{"branch":["b-1","b-2"]},"for":"8h"}\
            """));

        assertThat(stated.app().value()).isEqualTo("order-receiver");
        assertThat(stated.entity()).isEqualTo(EntityRef.parse("merchant/m-42"));
        assertThat(stated.roles()).containsExactly("manager");
        assertThat(stated.scopes()).containsExactlyInAnyOrder(new Scope("branch", "b-1"), new Scope("branch", "b-2"));
        assertThat(stated.lasts()).isEqualTo(Duration.ofHours(8));
    }

    @Test
    void withoutATimeItIsAnHour() {
        assertThat(TicketRequestReader.stated(body("{\"app\":\"a\",\"user\":\"u\",\"entity\":\"driver/d\"}"))
                        .lasts())
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aClientNamesItsAppAndNoIdentity() {
        TicketRequest.Own own = TicketRequestReader.own(
                body("{\"app\":\"wizz/order-receiver\",\"selection\":{\"businessId\":\"m-1\"}}"));

        assertThat(own.app()).contains(AppKey.parse("wizz/order-receiver"));
        assertThat(own.selection()).containsEntry("businessId", "m-1");
        assertThatThrownBy(() -> TicketRequestReader.own(body("{\"user\":\"u-1\"}")))
                .isInstanceOf(BadRequestException.class);
        assertThatThrownBy(() -> TicketRequestReader.own(body("{\"selection\":{\"ticket\":\"x\"}}")))
                .isInstanceOf(BadRequestException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"app\":\"a\",\"user\":\"u\"}",
                "{\"app\":\"a/b\",\"user\":\"u\",\"entity\":\"driver/d\"}",
                "{\"app\":\"a\",\"user\":\"u\",\"entity\":\"driver/d\",\"tenant\":\"t\"}",
                "{\"app\":\"a\",\"user\":\"u\",\"entity\":\"driver/d\",\"roles\":\"manager\"}",
                "{\"app\":\"a\",\"user\":\"u\",\"entity\":\"driver/d\",\"scopes\":[\"branch\"]}",
                "{\"app\":\"a\",\"user\":\"u\",\"entity\":\"driver/d\",\"for\":\"2d\"}",
                "{\"app\":\"a\",\"user\":\"u\",\"entity\":\"driver/d\",\"for\":3600}"
            })
    void whatIsMissingUnknownOrOfAnotherTypeIsRefused(String text) {
        assertThatThrownBy(() -> TicketRequestReader.stated(body(text)))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        refused -> assertThat(refused.rejection().code()).isEqualTo(RejectionCode.BAD_FIELD));
    }

    private static ObjectNode body(String text) {
        return HttpJson.read(text.getBytes(StandardCharsets.UTF_8), 10_000);
    }
}
