package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.systemToken;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.local.HttpCaller.Answer;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** 27 Manufacturing's clients at their door, in their own wire; each test has users and branches of its own. */
class Manufacturing27IT {
    private static final AppKey WEB = AppKey.parse("manufacturing27/web");
    private static final String MINE = branch("01");
    private static final String THEIRS = branch("02");

    private final HttpCaller backend =
            HttpCaller.of("manufacturing27", ApiScope.PUBLISH, ApiScope.ADMIN, ApiScope.READ);

    private static String branch(String end) {
        return "64b0000000000000000270" + end;
    }

    private static String user(String end) {
        return "64a0000000000000000270" + end;
    }

    private static String token(String type, String user, String branch) {
        return systemToken(
                WEB,
                type + "/" + user,
                Optional.empty(),
                List.of(type),
                branch.isEmpty() ? Map.of() : Map.of("branch", branch));
    }

    private static TestSocket through(String token, String more) {
        return TestSocket.connect(URI.create(RunningPlatform.platform().webSocketUri(WEB) + "?token=" + token + more));
    }

    private static TestSocket connect(String type, String user, String branch) {
        TestSocket socket = through(token(type, user, branch), "&platform=electron&deviceId=desk");
        assertThat(socket.isOpen()).as(type + " " + user).isTrue();
        return socket;
    }

    /** The answer to {@code action}, or, as it names none, to a frame that is not understood. */
    private static JsonNode ask(TestSocket socket, String action, String frame) {
        int before = socket.frames().size();
        socket.send(frame);
        Awaitility.await().until(() -> socket.frames().stream().skip(before).anyMatch(answers(action)));
        return socket.frames().stream()
                .skip(before)
                .filter(answers(action))
                .findFirst()
                .orElseThrow();
    }

    private static Predicate<JsonNode> answers(String action) {
        return frame -> frame.has("action") ? frame.path("action").asText().equals(action) : frame.has("error");
    }

    private static JsonNode subscribe(TestSocket socket, String room) {
        return ask(socket, "subscribe", "{\"action\":\"subscribe\",\"data\":{\"room\":\"" + room + "\"}}");
    }

    private static JsonNode awaitType(TestSocket socket, String type) {
        return socket.await(frame -> frame.path("type").asText().equals(type));
    }

    @Test
    void a_client_is_told_that_it_is_connected_and_where_and_asks_for_its_state() {
        try (TestSocket socket = connect("manager", user("01"), MINE)) {
            JsonNode connected = awaitType(socket, "connected");
            assertThat(connected.path("branchId").asText()).isEqualTo(MINE);
            assertThat(connected.path("rooms"))
                    .extracting(JsonNode::asText)
                    .containsExactly("branch:" + MINE, "user:" + user("01"), "role:manager:" + MINE);

            JsonNode status = ask(socket, "getStatus", "{\"action\":\"getStatus\"}");
            assertThat(status.path("connectionId").asText())
                    .isEqualTo(connected.path("connectionId").asText());
            assertThat(status.path("role").asText()).isEqualTo("manager");
            assertThat(status.path("platform").asText()).isEqualTo("electron");
            assertThat(ask(socket, "getRooms", "{\"action\":\"getRooms\"}")
                            .path("count")
                            .asInt())
                    .isEqualTo(3);
            assertThat(ask(socket, "pong", "{\"action\":\"ping\"}")
                            .path("timestamp")
                            .asText())
                    .endsWith("Z");
        }
    }

    @Test
    void other_branches_are_refused_by_subscribe_and_by_unsubscribe_and_a_master_admin_has_them_all() {
        try (TestSocket manager = connect("manager", user("02"), MINE);
                TestSocket master = connect("masterAdmin", user("03"), "")) {
            assertThat(subscribe(manager, "branch:" + MINE).path("success").asBoolean())
                    .isTrue();
            for (String room : List.of("branch:" + THEIRS, "role:manager:" + THEIRS, "user:" + user("03"))) {
                assertThat(subscribe(manager, room).path("error").asText()).isEqualTo("Unauthorized");
                assertThat(ask(
                                        manager,
                                        "unsubscribe",
                                        "{\"action\":\"unsubscribe\",\"data\":{\"room\":\"" + room + "\"}}")
                                .path("error")
                                .asText())
                        .as("unsubscribe " + room)
                        .isEqualTo("Unauthorized");
            }
            assertThat(awaitType(master, "connected").path("branchId").isNull()).isTrue();
            assertThat(subscribe(master, "branch:" + THEIRS).path("success").asBoolean())
                    .isTrue();
            assertThat(subscribe(master, "role:masterAdmin:" + THEIRS)
                            .path("success")
                            .asBoolean())
                    .isTrue();
            assertThat(subscribe(master, "role:manager:" + THEIRS).path("error").asText())
                    .isEqualTo("Unauthorized");
        }
    }

    @Test
    void an_orders_branch_is_let_in_and_a_connection_in_two_of_the_rooms_gets_one_copy() {
        String order = "64c000000000000000027001";
        String room = "/v1/rooms/order:" + order + "/members/branch:";
        assertThat(backend.put(room + MINE, "").status()).isEqualTo(204);
        String frame = "{\"action\":\"subscribeToOrder\",\"data\":{\"orderId\":\"" + order + "\"}}";
        try (TestSocket mine = connect("operator", user("04"), MINE);
                TestSocket theirs = connect("operator", user("05"), THEIRS);
                TestSocket master = connect("masterAdmin", user("06"), "")) {
            assertThat(ask(mine, "subscribeToOrder", frame).path("success").asBoolean())
                    .isTrue();
            assertThat(ask(theirs, "subscribeToOrder", frame).path("message").asText())
                    .isEqualTo("You do not have permission to access this order");
            assertThat(ask(master, "subscribeToOrder", frame).path("success").asBoolean())
                    .isTrue();

            Answer published = backend.post("/v1/publish", """
                {"rooms":["branch:%s","order:%s"],"event":"order:status_changed","wait":true,
                 "data":{"orderId":"%s","oldStatus":"new","newStatus":"approved"}}\
                """.formatted(MINE, order, order));
            assertThat(published.body().at("/receipt/delivered").asInt()).isEqualTo(2);
            JsonNode event = awaitType(mine, "order:status_changed");
            assertThat(event.at("/data/newStatus").asText()).isEqualTo("approved");
            assertThat(event.path("version").asText()).isEqualTo("1.0");
            awaitType(master, "order:status_changed");
            ask(mine, "pong", "{\"action\":\"ping\"}");
            assertThat(mine.frames().stream()
                            .filter(each -> each.path("type").asText().equals("order:status_changed")))
                    .hasSize(1);

            assertThat(backend.delete(room + MINE).body().path("connections").asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_new_login_elsewhere_ends_the_session_with_its_word() {
        TestSocket desk = connect("admin", user("07"), MINE);
        try (TestSocket phone = through(token("admin", user("07"), MINE), "&platform=mobile&deviceId=phone")) {
            assertThat(phone.isOpen()).isTrue();

            JsonNode word = awaitType(desk, "session:force_logout");
            assertThat(word.at("/data/reason").asText()).isEqualTo("new_login");
            assertThat(word.at("/data/message").asText()).contains("a new session was started on another device");
            desk.awaitClose();
            assertThat(ask(phone, "pong", "{\"action\":\"ping\"}").has("timestamp"))
                    .isTrue();
        }
    }

    @Test
    void an_administrator_ends_a_session_with_its_word_and_the_token_stays_out() {
        String token = token("admin", user("08"), MINE);
        TestSocket socket = through(token, "");

        Answer out = backend.post("/v1/users/" + user("08") + "/disconnect", "{\"reason\":\"admin_logout\"}");

        assertThat(out.body().path("closed").asInt()).isEqualTo(1);
        assertThat(awaitType(socket, "session:force_logout").at("/data/message").asText())
                .isEqualTo("Your session was terminated by an administrator");
        socket.awaitClose();
        assertThat(through(token, "").refusedWith()).isEqualTo(401);
    }

    @Test
    void handshakes_are_refused_with_the_documented_statuses() {
        assertThat(through("nonsense", "").refusedWith()).isEqualTo(401);
        assertThat(through(token("admin", user("09"), ""), "").refusedWith()).isEqualTo(403);
        assertThat(through(token("admin", user("09"), MINE), "&branchId=" + THEIRS)
                        .refusedWith())
                .isEqualTo(403);
        assertThat(through(token("admin", user("09"), MINE), "&platform=toaster")
                        .refusedWith())
                .isEqualTo(400);
    }

    @Test
    void a_user_has_ten_connections() {
        String token = token("admin", user("10"), MINE);
        List<TestSocket> windows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            windows.add(through(token, "&deviceId=one"));
        }
        assertThat(windows).allMatch(TestSocket::isOpen);

        assertThat(through(token, "&deviceId=one").refusedWith()).isEqualTo(429);

        windows.forEach(TestSocket::close);
    }

    @Test
    void beyond_a_hundred_frames_a_minute_each_is_answered_with_the_documented_frame() {
        try (TestSocket socket = connect("admin", user("11"), MINE)) {
            for (int i = 0; i < 215; i++) {
                socket.send(i % 2 == 0 ? "{\"action\":\"ping\"}" : "{}");
            }
            JsonNode refused =
                    socket.await(frame -> frame.path("error").asText().equals("Rate limit exceeded"));
            assertThat(refused.path("message").asText()).isEqualTo("Maximum 100 messages per minute");
            assertThat(refused.path("retryAfter").asInt()).isBetween(1, 60);
            assertThat(refused.has("action")).isFalse();
        }
    }

    @Test
    void a_call_reaches_the_other_user_with_the_callers_true_name() {
        try (TestSocket caller = connect("manager", user("12"), MINE);
                TestSocket callee = connect("operator", user("13"), THEIRS)) {
            awaitType(callee, "connected");
            caller.send("{\"action\":\"call:offer\",\"data\":{\"receiverId\":\"" + user("13") + "\",\"callerId\":\""
                    + user("99") + "\",\"offer\":{\"sdp\":\"v=0\"},\"callType\":\"audio\"}}");

            assertThat(awaitType(callee, "call:incoming").at("/data/callerId").asText())
                    .isEqualTo(user("12"));
            awaitType(caller, "call:initiated");
            assertThat(ask(caller, "order:list", "{\"action\":\"order:list\",\"data\":{},\"requestId\":\"r-1\"}")
                            .path("success")
                            .asBoolean(true))
                    .isFalse();
        }
    }

    @Test
    void frames_that_are_none_or_anothers_get_this_systems_errors_and_nothing_more() {
        try (TestSocket socket = connect("manager", user("14"), MINE)) {
            assertThat(ask(socket, "", "{\"action\":\"subscr").path("error").asText())
                    .isEqualTo("Invalid JSON");
            assertThat(ask(socket, "", "{\"action\":\"publish\",\"room\":\"branch:" + MINE + "\",\"event\":\"x\"}")
                            .path("error")
                            .asText())
                    .isEqualTo("Unknown action");
            assertThat(subscribe(socket, "order:order123").path("error").asText())
                    .isEqualTo("Invalid room name format");
            assertThat(subscribe(socket, "type:admin").path("error").asText()).isEqualTo("Invalid room name format");
        }
    }
}
