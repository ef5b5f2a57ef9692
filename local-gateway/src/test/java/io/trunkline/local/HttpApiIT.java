package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.IssuedApiKey;
import io.trunkline.local.HttpCaller.Answer;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Backends on the HTTP API, through the built zip. */
class HttpApiIT {
    private final HttpCaller backend = HttpCaller.of("wizz", ApiScope.PUBLISH);

    @Test
    void aBackendReachesOneMerchantAndIsNobodysEntity() {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/h-1");
                TestSocket other = connect("wizz/order-receiver", "merchant/h-2")) {
            Answer answer = backend.post(
                    "/v1/publish",
                    "{\"to\":{\"entity\":\"merchant/h-1\"},\"event\":\"order.created\",\"data\":{\"total\":12.50},\"wait\":true}");

            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            assertThat(answer.body().at("/receipt/delivered").asInt()).isEqualTo(1);
            JsonNode event = merchant.awaitEvent("order.created");
            assertThat(event.path("id")).isEqualTo(answer.body().path("id"));
            assertThat(event.at("/data/total").asText()).isEqualTo("12.5");
            assertThat(event.has("from")).isFalse();
            assertThat(other.events()).isEmpty();
        }
    }

    @Test
    void withoutWaitingThereIsAnIdAndNoReceipt() {
        Answer answer = backend.post("/v1/publish", "{\"rooms\":[\"city:nowhere\"],\"event\":\"news\"}");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.contentType()).startsWith("application/json");
        assertThat(answer.body().path("id").asText()).hasSize(26);
        assertThat(answer.body().has("receipt")).isFalse();
    }

    @Test
    void severalRoomsAreReachedUnderOneId() {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/h-3");
                TestSocket driver = connect("wizz/drivers", "driver/h-3")) {
            Answer answer = backend.post(
                    "/v1/publish",
                    "{\"rooms\":[\"entity:merchant/h-3\",\"entity:driver/h-3\"],\"event\":\"order.ready\",\"data\":1}");

            assertThat(merchant.awaitEvent("order.ready").path("id"))
                    .isEqualTo(answer.body().path("id"));
            assertThat(driver.awaitEvent("order.ready").path("id"))
                    .isEqualTo(answer.body().path("id"));
        }
    }

    @Test
    void anotherTenantsBackendReachesNobodyHere() {
        try (TestSocket ours = connect("wizz/order-receiver", "merchant/h-4");
                TestSocket theirs = connect("parcelo/merchants", "merchant/h-4")) {
            HttpCaller parcelo = HttpCaller.of("parcelo", ApiScope.PUBLISH);

            Answer answer = parcelo.post(
                    "/v1/publish", "{\"to\":{\"entity\":\"merchant/h-4\"},\"event\":\"parcel.lost\",\"wait\":true}");

            assertThat(answer.body().at("/receipt/delivered").asInt()).isEqualTo(1);
            theirs.awaitEvent("parcel.lost");
            assertThat(ours.events()).isEmpty();
        }
    }

    @Test
    void eachEventOfABatchHasItsOwnOutcomeAndTheyKeepTheirOrder() {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/h-5")) {
            Answer answer = backend.post(
                    "/v1/publish/batch",
                    "{\"events\":["
                            + "{\"to\":{\"entity\":\"merchant/h-5\"},\"event\":\"order.first\",\"wait\":true},"
                            + "{\"to\":{\"room\":\"nonsense:1\"},\"event\":\"order.lost\"},"
                            + "{\"to\":{\"entity\":\"merchant/h-5\"}},"
                            + "{\"to\":{\"entity\":\"merchant/h-5\"},\"event\":\"order.second\"}]}");

            assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
            JsonNode outcomes = answer.body().path("outcomes");
            assertThat(outcomes.at("/0/receipt/delivered").asInt()).isEqualTo(1);
            assertThat(outcomes.at("/1/error/code").asText()).isEqualTo("publish_refused");
            assertThat(outcomes.at("/2/error/code").asText()).isEqualTo("bad_field");
            assertThat(outcomes.at("/3/id").asText()).isNotEmpty();
            merchant.awaitEvent("order.second");
            assertThat(merchant.events())
                    .extracting(event -> event.path("event").asText())
                    .containsExactly("order.first", "order.second");
        }
    }

    @Test
    void aBatchOfMoreThanAHundredIsRefusedWhole() {
        String event = "{\"to\":{\"room\":\"all\"},\"event\":\"x\"}";
        String events = IntStream.range(0, 101).mapToObj(_ -> event).collect(Collectors.joining(","));

        refused(backend.post("/v1/publish/batch", "{\"events\":[" + events + "]}"), 400, "bad_field");
    }

    @Test
    void withoutAGoodKeyNothingIsSaidButThat() {
        IssuedApiKey revoked = HttpCaller.issue("wizz", ApiScope.PUBLISH);
        HttpCaller.revoke(revoked);
        String event = "{\"to\":{\"room\":\"all\"},\"event\":\"x\"}";

        refused(HttpCaller.withoutKey().post("/v1/publish", event), 401, "unauthorized");
        refused(HttpCaller.withKey("tlk_wizz.0123456789abcdef_0").post("/v1/publish", event), 401, "unauthorized");
        refused(HttpCaller.withKey(revoked.text()).post("/v1/publish", event), 401, "unauthorized");
        refused(HttpCaller.withKey("x").post("/v1/publish", "{broken"), 401, "unauthorized");
        refused(HttpCaller.withoutKey().get("/v1/nowhere"), 401, "unauthorized");
    }

    @Test
    void aKeyThatOnlyReadsDoesNotPublish() {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/h-6")) {
            HttpCaller reader = HttpCaller.of("wizz", ApiScope.READ, ApiScope.ADMIN);

            Answer answer = reader.post("/v1/publish", "{\"to\":{\"entity\":\"merchant/h-6\"},\"event\":\"order.x\"}");

            refused(answer, 403, "forbidden_scope");
            assertThat(answer.body().path("detail").asText()).contains("publish");
            assertThat(merchant.events()).isEmpty();
        }
    }

    @Test
    void statusTellsWhoseKeyItIs() {
        Answer answer = backend.get("/v1/status");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.body().path("tenant").asText()).isEqualTo("wizz");
        assertThat(answer.body().path("scopes").toString()).isEqualTo("[\"publish\"]");
    }

    @Test
    void whatCannotBeReadIsRefusedByACodeAndNothingInternal() {
        Map.ofEntries(
                        Map.entry("", "bad_json"),
                        Map.entry("{broken", "bad_json"),
                        Map.entry("[]", "bad_json"),
                        Map.entry("null", "bad_json"),
                        Map.entry("{\"event\":\"x\",\"event\":\"y\"}", "bad_json"),
                        Map.entry("{\"event\":\"x\"} {}", "bad_json"),
                        Map.entry("{\"data\":" + "9".repeat(1000) + "}", "bad_json"),
                        Map.entry("{\"data\":1e99999999999}", "bad_json"),
                        Map.entry("{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "too_deep"),
                        Map.entry("{\"data\":\"" + "x".repeat(300_000) + "\"}", "too_large"),
                        Map.entry("{\"to\":{\"room\":\"all\"}}", "bad_field"),
                        Map.entry("{\"event\":\"x\"}", "bad_field"),
                        Map.entry("{\"to\":{\"room\":\"all\"},\"rooms\":[\"all\"],\"event\":\"x\"}", "bad_field"),
                        Map.entry("{\"to\":{\"room\":\"all\"},\"event\":\"x\",\"tenant\":\"parcelo\"}", "bad_field"),
                        Map.entry("{\"to\":{\"room\":\"all\"},\"event\":\"x\",\"wait\":\"yes\"}", "bad_field"),
                        Map.entry("{\"to\":\"all\",\"event\":\"x\"}", "bad_field"),
                        Map.entry("{\"rooms\":[],\"event\":\"x\"}", "bad_field"),
                        Map.entry("{\"rooms\":[\"nothing\"],\"event\":\"x\"}", "bad_room"),
                        Map.entry("{\"to\":{\"entity\":\"merchant\"},\"event\":\"x\"}", "bad_room"),
                        Map.entry("{\"to\":{\"entity\":\"robot/r-1\"},\"event\":\"x\"}", "publish_refused"))
                .forEach((body, code) -> {
                    Answer answer = backend.post("/v1/publish", body);
                    assertThat(answer.body().path("code").asText())
                            .as(body.substring(0, Math.min(60, body.length())) + " → " + answer)
                            .isEqualTo(code);
                    refused(answer, answer.body().path("status").asInt(), code);
                });
    }

    @Test
    void pathsMethodsAndMediaTypesThatAreNotThereAreProblemsToo() {
        refused(backend.get("/v1/nowhere"), 404, "not_found");
        refused(backend.get("/elsewhere"), 404, "not_found");
        refused(backend.get("/v1/publish"), 405, "method_not_allowed");
        refused(backend.post("/v1/publish", "text/plain", "{}"), 415, "unsupported_media_type");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(status);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.body().path("code").asText()).isEqualTo(code);
        assertThat(answer.body().path("type").asText()).isEqualTo("/errors/" + code);
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().toString()).doesNotContain("io.trunkline", "micronaut", "Exception", "jackson");
    }
}
