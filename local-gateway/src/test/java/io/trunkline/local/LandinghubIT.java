package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.AppKey;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What LandingHub's users suffered from, at its own door. */
class LandinghubIT {
    private static final AppKey WEB = AppKey.parse("landinghub/web");

    @Test
    void a_handshake_without_a_token_or_with_a_bad_one_is_401_and_leaves_nothing() {
        URI door = RunningPlatform.platform().webSocketUri(WEB);
        String good = RunningPlatform.systemToken(WEB, "user/507f1f77bcf86cd799430001", List.of());
        String forged = good.substring(0, good.length() - 6) + "AAAAAA";

        assertThat(TestSocket.connect(door).refusedWith()).isEqualTo(401);
        assertThat(TestSocket.connect(URI.create(door + "?token=" + forged)).refusedWith())
                .isEqualTo(401);
        assertThat(TestSocket.connect(URI.create(door + "?token=null")).refusedWith())
                .isEqualTo(401);
        assertThat(RunningPlatform.storedConnections("507f1f77bcf86cd799430001"))
                .isZero();
    }

    @Test
    void what_the_query_claims_gives_no_right() {
        String user = "507f1f77bcf86cd799430002";
        try (TestSocket socket = connect("user/" + user, "&role=admin&userType=support&entityType=admin")) {
            socket.send("{\"action\":\"dashboard:join\",\"role\":\"admin\"}");
            assertThat(event(socket, "dashboard:joined").at("/data/userRole").asText())
                    .isEqualTo("user");
            publish("{\"to\":{\"type\":\"admin\"},\"event\":\"chat:admin_needed\",\"data\":{}}");
            assertThat(eventsUntilPong(socket)).doesNotContain("chat:admin_needed");
        }
    }

    @Test
    void a_dashboard_is_told_although_its_join_was_never_sent() {
        try (TestSocket seller = connect("user/507f1f77bcf86cd799430003", "");
                TestSocket admin = connect("admin/507f1f77bcf86cd799430004", "")) {
            publish("{\"to\":{\"user\":\"507f1f77bcf86cd799430003\"},\"event\":\"dashboard:update\","
                    + "\"data\":{\"type\":\"new_sale\",\"orderId\":\"o-1\",\"amount\":5}}");
            publish("{\"to\":{\"type\":\"admin\"},\"event\":\"dashboard:update\","
                    + "\"data\":{\"type\":\"new_order\",\"orderId\":\"o-1\"}}");

            assertThat(event(seller, "dashboard:update").at("/data/type").asText())
                    .isEqualTo("new_sale");
            assertThat(event(admin, "dashboard:update").at("/data/type").asText())
                    .isEqualTo("new_order");
            assertThat(seller.frames()).hasSize(1);
        }
    }

    @Test
    void the_rooms_of_a_device_are_back_after_a_reconnect_and_nobody_elses() throws Exception {
        String user = "507f1f77bcf86cd799430005";
        grant("chat:it-5", "user/" + user);
        TestSocket first = connect("user/" + user, "&deviceId=tab-a");
        first.send("{\"action\":\"chat:join_room\",\"roomId\":\"it-5\"}");
        event(first, "chat:joined_room");
        first.drop();
        try (TestSocket again = connect("user/" + user, "&deviceId=tab-a");
                TestSocket other = connect("user/" + user, "&deviceId=tab-b")) {
            publish("{\"to\":{\"room\":\"chat:it-5\"},\"event\":\"chat:new_message\","
                    + "\"data\":{\"message\":{\"room_id\":\"it-5\",\"message\":\"still there?\"}}}");

            assertThat(event(again, "chat:update").at("/data/roomId").asText()).isEqualTo("it-5");
            assertThat(eventsUntilPong(other)).containsExactly("pong");
        }
    }

    @Test
    void without_a_device_id_the_same_browser_at_the_same_address_is_the_same_device() throws Exception {
        String user = "507f1f77bcf86cd799430006";
        grant("chat:it-6", "user/" + user);
        TestSocket first = connect("user/" + user, "");
        first.send("{\"action\":\"join_room\",\"roomId\":\"it-6\"}");
        event(first, "chat:joined_room");
        first.close();
        try (TestSocket again = connect("user/" + user, "")) {
            publish("{\"to\":{\"room\":\"chat:it-6\"},\"event\":\"chat:room_updated\","
                    + "\"data\":{\"room\":{\"_id\":\"it-6\"},\"updates\":{}}}");
            assertThat(event(again, "room:update").at("/data/roomId").asText()).isEqualTo("it-6");
        }
    }

    @Test
    void a_room_that_was_taken_back_does_not_come_back() {
        String user = "507f1f77bcf86cd799430007";
        grant("chat:it-7", "user/" + user);
        TestSocket first = connect("user/" + user, "");
        first.send("{\"action\":\"join_room\",\"roomId\":\"it-7\"}");
        event(first, "chat:joined_room");
        first.close();
        HttpCaller.of("landinghub", ApiScope.ADMIN).delete("/v1/rooms/chat:it-7/members/user%2F" + user);

        try (TestSocket again = connect("user/" + user, "")) {
            publish("{\"to\":{\"room\":\"chat:it-7\"},\"event\":\"chat:room_closed\",\"data\":{}}");
            assertThat(eventsUntilPong(again)).containsExactly("pong");
        }
    }

    @Test
    void what_a_client_says_in_a_chat_is_said_as_who_its_token_says_and_kept() {
        String user = "507f1f77bcf86cd799430008";
        grant("chat:it-8", "user/" + user);
        grant("chat:it-8", "admin/507f1f77bcf86cd799430009");
        try (TestSocket client = connect("user/" + user, "");
                TestSocket admin = connect("admin/507f1f77bcf86cd799430009", "")) {
            for (TestSocket socket : List.of(client, admin)) {
                socket.send("{\"action\":\"join_room\",\"roomId\":\"it-8\"}");
                event(socket, "chat:joined_room");
            }
            client.send(
                    "{\"action\":\"chat:message\",\"roomId\":\"it-8\",\"message\":\"hello\",\"sender_type\":\"admin\"}");

            JsonNode heard = event(admin, "chat:message");
            assertThat(heard.at("/data/message/message").asText()).isEqualTo("hello");
            assertThat(heard.at("/data/message/sender_type").asText()).isEqualTo("user");
            assertThat(heard.at("/data/message/sender_id/_id").asText()).isEqualTo(user);
        }
        assertThat(HttpCaller.of("landinghub", ApiScope.READ)
                        .get("/v1/rooms/chat:it-8/events")
                        .body()
                        .at("/resume/events/0/data/message/message")
                        .asText())
                .isEqualTo("hello");
    }

    @Test
    void native_clients_may_use_the_same_door() {
        String token = RunningPlatform.systemToken(WEB, "user/507f1f77bcf86cd79943000a", List.of());
        URI door = URI.create(RunningPlatform.platform().webSocketUri(WEB) + "?token=" + token);
        try (TestSocket socket = TestSocket.connect(door, Map.of(), "trunkline.v1")) {
            assertThat(socket.ask("1", "{\"action\":\"hello\",\"id\":\"1\"}")
                            .at("/data/entity")
                            .asText())
                    .isEqualTo("user/507f1f77bcf86cd79943000a");
        }
    }

    private static TestSocket connect(String entity, String more) {
        String token = RunningPlatform.systemToken(WEB, entity, List.of());
        TestSocket socket =
                TestSocket.connect(URI.create(RunningPlatform.platform().webSocketUri(WEB) + "?token=" + token + more));
        assertThat(socket.isOpen()).as(entity + " is connected").isTrue();
        return socket;
    }

    private static JsonNode event(TestSocket socket, String name) {
        return socket.await(frame -> frame.path("event").asText().equals(name));
    }

    /** What has come by the time that a ping is answered: what was posted before it has arrived by then. */
    private static List<String> eventsUntilPong(TestSocket socket) {
        socket.send("{\"action\":\"ping\"}");
        Awaitility.await().until(() -> names(socket).contains("pong"));
        return names(socket);
    }

    private static List<String> names(TestSocket socket) {
        return socket.frames().stream()
                .map(frame -> frame.path("event").asText())
                .toList();
    }

    private static void grant(String room, String entity) {
        assertThat(HttpCaller.of("landinghub", ApiScope.ADMIN)
                        .put("/v1/rooms/" + room + "/members/" + entity.replace("/", "%2F"), "")
                        .status())
                .isEqualTo(204);
    }

    private static void publish(String body) {
        HttpCaller.Answer answer = HttpCaller.of("landinghub", ApiScope.PUBLISH).post("/v1/publish", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    }
}
