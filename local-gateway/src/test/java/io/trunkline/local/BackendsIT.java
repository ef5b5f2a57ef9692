package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static io.trunkline.local.RunningPlatform.platform;
import static io.trunkline.local.RunningPlatform.token;
import static io.trunkline.local.RunningPlatform.uri;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.local.HttpCaller.Answer;
import io.trunkline.local.issuer.LocalIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What backends set up for their clients: members, memberships, tickets; and their own tokens. */
class BackendsIT {
    private final HttpCaller admin = HttpCaller.of("wizz", ApiScope.ADMIN, ApiScope.READ);

    @Test
    void whoIsLetInMaySubscribeAndWhoIsTakenOutGetsNothingMore() {
        HttpCaller backend = HttpCaller.of("wizz", ApiScope.PUBLISH);
        try (TestSocket driver = connect("wizz/drivers", "driver/b-1")) {
            assertThat(driver.ask("1", "{\"action\":\"subscribe\",\"id\":\"1\",\"room\":\"order:b-1\"}")
                            .at("/error/code")
                            .asText())
                    .isEqualTo("join_refused");

            assertThat(admin.put("/v1/rooms/order:b-1/members/driver/b-1", "").status())
                    .isEqualTo(204);
            assertThat(driver.ask("2", "{\"action\":\"subscribe\",\"id\":\"2\",\"room\":\"order:b-1\"}")
                            .path("ok")
                            .asBoolean())
                    .isTrue();
            assertThat(admin.get("/v1/rooms/order:b-1/members").body().path("entities"))
                    .extracting(JsonNode::asText)
                    .containsExactly("driver/b-1");

            Answer out = admin.delete("/v1/rooms/order:b-1/members/driver%2Fb-1");
            assertThat(out.status()).as(out.body().toString()).isEqualTo(200);
            assertThat(out.body().path("connections").asInt()).isEqualTo(1);

            Answer published =
                    backend.post("/v1/publish", "{\"rooms\":[\"order:b-1\"],\"event\":\"order.x\",\"wait\":true}");
            assertThat(published.body().at("/receipt/delivered").asInt()).isZero();
            assertThat(admin.delete("/v1/rooms/order:b-1/members/driver/b-1")
                            .body()
                            .path("connections")
                            .asInt())
                    .isZero();
            assertThat(driver.ask("3", "{\"action\":\"subscribe\",\"id\":\"3\",\"room\":\"order:b-1\"}")
                            .at("/error/code")
                            .asText())
                    .isEqualTo("join_refused");
        }
    }

    @Test
    void membersAreListedPageByPage() {
        for (String id : List.of("p-1", "p-2", "p-3")) {
            admin.put("/v1/rooms/order:pages/members/driver/" + id, "");
        }

        JsonNode first = admin.get("/v1/rooms/order:pages/members?limit=2").body();
        JsonNode second = admin.get("/v1/rooms/order:pages/members?limit=2&cursor="
                        + first.path("next").asText())
                .body();

        assertThat(first.path("entities")).hasSize(2);
        assertThat(second.path("entities")).hasSize(1);
        assertThat(first.path("entities")).doesNotContainAnyElementsOf(second.path("entities"));
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void aRoomThatIsNotJoinedByGrantHasNoMembers() {
        assertThat(admin.put("/v1/rooms/city:x/members/driver/d-1", "")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("not_by_grant");
        assertThat(admin.put("/v1/rooms/order:x/members/robot/r-1", "")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_field");
        assertThat(admin.put("/v1/rooms/order:x/members/driver", "")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_room");
        assertThat(admin.get("/v1/rooms/order:x/members?cursor=x")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_field");
    }

    @Test
    void membershipsArePutReadAndTakenBack() {
        assertThat(admin.put("/v1/memberships/u-b1", "{\"entities\":[\"merchant/m-1\",\"merchant/m-2\"]}")
                        .status())
                .isEqualTo(200);
        admin.put("/v1/memberships/u-b1", "{\"entities\":[\"merchant/m-2\",\"merchant/m-3\"]}");
        assertThat(admin.get("/v1/memberships/u-b1").body().path("entities"))
                .extracting(JsonNode::asText)
                .containsExactly("merchant/m-2", "merchant/m-3");

        assertThat(admin.delete("/v1/memberships/u-b1").status()).isEqualTo(204);
        assertThat(admin.get("/v1/memberships/u-b1").body().path("entities")).isEmpty();
        assertThat(HttpCaller.of("wizz", ApiScope.READ)
                        .put("/v1/memberships/u-b1", "{\"entities\":[]}")
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("forbidden_scope");
    }

    @Test
    void aClientsTicketOpensOnceForWhomItsTokenShows() {
        Answer answer =
                HttpCaller.withToken(token("wizz/drivers", "driver/t-1")).post("/v1/tickets", "{}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        String ticket = answer.body().path("ticket").asText();
        try (TestSocket socket = TestSocket.connect(uri("ticket=" + ticket));
                TestSocket second = TestSocket.connect(uri("ticket=" + ticket))) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(socket.ask("1", "{\"action\":\"hello\",\"id\":\"1\"}").toString())
                    .contains("driver/t-1");
            assertThat(second.isOpen()).isFalse();
        }
    }

    @Test
    void aTicketOfOneAppOrTenantDoesNotOpenAnothersDoor() {
        HttpCaller drivers = HttpCaller.withToken(token("wizz/drivers", "driver/t-2"));
        String ticket = drivers.post("/v1/tickets", "{}").body().path("ticket").asText();

        try (TestSocket other = TestSocket.connect(uri("app=wizz/customers&ticket=" + ticket));
                TestSocket foreign = TestSocket.connect(uri("app=parcelo/merchants&ticket=" + ticket));
                TestSocket own = TestSocket.connect(uri("app=wizz/drivers&ticket=" + ticket))) {
            assertThat(other.isOpen()).isFalse();
            assertThat(foreign.isOpen()).isFalse();
            assertThat(own.isOpen()).isTrue();
        }
    }

    @Test
    void aBackendsTicketIsForWhomItStates() {
        Answer answer = admin.post(
                "/v1/tickets",
                "{\"app\":\"order-receiver\",\"user\":\"u-t3\",\"entity\":\"merchant/t-3\",\"roles\":[\"manager\"],"
                        + "\"scopes\":{\"branch\":[\"b-1\"]},\"for\":\"5m\"}");

        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        try (TestSocket socket =
                TestSocket.connect(uri("ticket=" + answer.body().path("ticket").asText()))) {
            assertThat(socket.ask("1", "{\"action\":\"rooms\",\"id\":\"1\"}").at("/data/rooms"))
                    .extracting(JsonNode::asText)
                    .contains("entity:merchant/t-3", "user:u-t3", "role:manager", "branch:b-1");
        }
    }

    @Test
    void aBackendStatesNobodyThatTheAppWouldNotAdmit() {
        String request = "{\"app\":\"%s\",\"user\":\"u\",\"entity\":\"%s\"%s}";

        assertThat(admin.post("/v1/tickets", request.formatted("drivers", "merchant/m-1", ""))
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("forbidden_entity");
        assertThat(admin.post("/v1/tickets", request.formatted("nothing", "driver/d-1", ""))
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_field");
        assertThat(admin.post("/v1/tickets", request.formatted("drivers", "driver/d-1", ",\"roles\":[\"king\"]"))
                        .body()
                        .path("code")
                        .asText())
                .isEqualTo("bad_field");
        assertThat(HttpCaller.of("wizz", ApiScope.PUBLISH)
                        .post("/v1/tickets", request.formatted("drivers", "driver/d-1", ""))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aServicesTokenOpensWhatItsScopesSay() {
        HttpCaller service = HttpCaller.withToken(serviceToken("wizz", "trunkline:read trunkline:nonsense publish"));

        Answer status = service.get("/v1/status");
        assertThat(status.status()).as(status.body().toString()).isEqualTo(200);
        assertThat(status.body().path("tenant").asText()).isEqualTo("wizz");
        assertThat(status.body().path("service").asText()).isEqualTo("orders");
        assertThat(status.body().path("scopes")).extracting(JsonNode::asText).containsExactly("read");
        assertThat(service.post("/v1/publish", "{\"rooms\":[\"all\"],\"event\":\"x\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aClientsTokenIsNoServicesAndAServicesIsNoClients() {
        assertThat(HttpCaller.withToken(token("wizz/drivers", "driver/t-4"))
                        .get("/v1/status")
                        .status())
                .isEqualTo(401);
        try (TestSocket socket =
                TestSocket.connect(uri("app=wizz/drivers&token=" + serviceToken("wizz", "trunkline:admin")))) {
            assertThat(socket.isOpen()).isFalse();
        }
    }

    private static String serviceToken(String tenant, String scopes) {
        return platform()
                .issuer()
                .token(
                        LocalIssuer.serviceAudience(tenant),
                        "orders",
                        Map.of(LocalIssuer.SCOPE_CLAIM, scopes),
                        Instant.now(),
                        Duration.ofHours(1));
    }

    @Test
    void theDescriptionIsThereForEverybody() {
        Answer answer = HttpCaller.withoutKey().get("/v1/openapi.json");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("openapi").asText()).startsWith("3.");
        assertThat(answer.body().path("paths").has("/v1/tickets")).isTrue();
    }
}
