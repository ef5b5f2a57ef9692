package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CareConnect's shipped clients, at their door, with nothing changed but their URL. */
class CareConnectIT {
    private static final AppKey APP = AppKey.parse("careconnect/app");

    private final HttpCaller backend = HttpCaller.of("careconnect", ApiScope.PUBLISH, ApiScope.ADMIN);
    private final List<TestSocket> open = new ArrayList<>();

    @AfterEach
    void closeAll() {
        open.stream().filter(TestSocket::isOpen).forEach(TestSocket::close);
    }

    @Test
    void the_shipped_dialog_connects_with_nothing_and_is_told_once_that_the_address_is_verified() {
        TestSocket dialog = connect("");
        JsonNode greeting = await(dialog, "connection-established");
        assertThat(greeting.path("message").asText()).isEqualTo("Connected to CareConnect real-time service");
        String id = greeting.path("sessionId").asText();

        dialog.send("{\"type\":\"subscribe-email-verification\",\"email\":\"Ann@Shipped.example\"}");
        assertThat(await(dialog, "email-verification-subscription-confirmed")
                        .path("email")
                        .asText())
                .isEqualTo("Ann@Shipped.example");
        verified("ann@shipped.example");
        JsonNode verified = await(dialog, "email-verified");
        assertThat(verified.path("verified").asBoolean()).isTrue();
        assertThat(verified.path("message").asText()).isEqualTo("Your email has been verified successfully!");
        assertThat(verified.path("timestamp").isIntegralNumber()).isTrue();

        assertThat(RunningPlatform.storedSubscriptions(id)).isZero();
        verified("ann@shipped.example");
        heartbeat(dialog);
        assertThat(dialog.frames())
                .filteredOn(frame -> is(frame, "email-verified"))
                .hasSize(1);
    }

    @Test
    void the_documented_client_says_it_all_in_its_query() {
        TestSocket dialog = connect("?type=email-verification&email=" + encoded("Bob@Documented.example"));
        assertThat(dialog.isOpen()).isTrue();
        await(dialog, "connection-established");

        verified("bob@documented.example");

        await(dialog, "email-verified");
    }

    @Test
    void every_address_is_answered_alike_and_nothing_of_it_stands_in_a_log_or_a_key() throws IOException {
        String address = "Secret.Person@Nowhere.example";
        TestSocket dialog = connect("");
        dialog.send("{\"type\":\"subscribe-email-verification\",\"email\":\"" + address + "\"}");
        await(dialog, "email-verification-subscription-confirmed");
        connect("?type=email-verification&email=" + encoded(address));
        verified(address);
        await(dialog, "email-verified");
        dialog.send("{\"type\":\"subscribe-email-verification\",\"email\":\"" + address);
        await(dialog, "error");

        try (Stream<Path> files = Files.list(RunningPlatform.logs())) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file).toLowerCase(Locale.ROOT)).doesNotContain("secret.person");
            }
        }
        assertThat(storedText()).doesNotContain("secret.person").doesNotContain("Secret.Person");
    }

    @Test
    void a_token_in_the_first_frame_makes_somebody_of_it() {
        TestSocket patient = authenticated("patient/7", "ann@example.org");
        JsonNode success = await(patient, "authentication-success");
        assertThat(success.path("userId").asInt()).isEqualTo(7);
        assertThat(success.path("userEmail").asText()).isEqualTo("ann@example.org");
        assertThat(success.path("userRole").asText()).isEqualTo("PATIENT");
        assertThat(patient.frames())
                .filteredOn(frame -> is(frame, "connection-established"))
                .hasSize(1);

        patient.send("{\"type\":\"subscribe-to-updates\",\"updateTypes\":[\"a\"]}");
        assertThat(await(patient, "subscription-confirmed").path("userId").asInt())
                .isEqualTo(7);
        heartbeat(patient);
    }

    @Test
    void a_caregiver_reaches_a_linked_patient_and_no_other() {
        TestSocket patient = authenticated("patient/7", "ann@example.org");
        await(patient, "authentication-success");
        TestSocket stranger = authenticated("patient/8", "eve@example.org");
        await(stranger, "authentication-success");
        TestSocket caregiver = authenticated("caregiver/9", "carl@example.org");
        await(caregiver, "authentication-success");

        caregiver.send("{\"type\":\"medication-reminder\",\"patientId\":\"7\",\"medicationName\":\"Aspirin\"}");
        assertThat(await(patient, "medication-reminder").path("message").asText())
                .isEqualTo("Time to take your Aspirin");
        caregiver.send("{\"type\":\"medication-reminder\",\"patientId\":\"8\",\"medicationName\":\"Aspirin\"}");

        caregiver.send(invitation("7", "PATIENT"));
        await(caregiver, "call-invitation-sent");
        assertThat(await(patient, "incoming-video-call").path("senderId").asInt())
                .isEqualTo(9);
        patient.send("{\"type\":\"accept-call\",\"callId\":\"k-1\",\"senderId\":\"9\"}");
        assertThat(await(caregiver, "call-answered").path("answeredBy").asInt()).isEqualTo(7);

        stranger.send(invitation("7", "PATIENT"));
        assertThat(await(stranger, "call-invitation-failed").path("reason").asText())
                .isEqualTo("Patient-to-patient calls are not permitted");
        heartbeat(stranger);
        assertThat(stranger.frames()).noneMatch(frame -> is(frame, "medication-reminder"));
    }

    @Test
    void a_wrong_token_is_told_and_closed_and_a_query_claims_nothing() {
        TestSocket client = connect("?role=ADMIN&userId=1&email=ann%40example.org");
        client.send("{\"type\":\"authenticate\",\"token\":\"a.b.c\"}");
        assertThat(await(client, "authentication-failed").path("message").asText())
                .isEqualTo("Invalid or missing token");
        client.awaitClose();

        assertThat(TestSocket.connect(door("?token=a.b.c")).refusedWith()).isEqualTo(401);
    }

    @Test
    void whoever_has_not_authenticated_may_only_wait_for_an_address_and_is_answered_in_its_own_words() {
        TestSocket client = connect("");
        for (String frame : List.of(
                "{\"type\":\"subscribe-to-updates\"}",
                "{\"type\":\"medication-reminder\",\"patientId\":\"7\",\"medicationName\":\"X\"}",
                invitation("7", "PATIENT"))) {
            int before = client.frames().size();
            client.send(frame);
            Awaitility.await().until(() -> client.frames().size() > before);
            assertThat(client.frames().getLast().toString()).contains("User not authenticated");
        }
        for (String frame : List.of(
                "{\"type\":\"subscribe-email-verification\",\"email\":\"\"}",
                "{\"type\":\"subscribe-email-verif",
                "{\"action\":\"subscribe\",\"room\":\"all\"}",
                "{\"event\":\"x\",\"data\":{}}",
                "[]")) {
            int before = client.frames().size();
            client.send(frame);
            Awaitility.await().until(() -> client.frames().size() > before);
            assertThat(client.frames().getLast().path("type").asText()).isEqualTo("error");
        }
        assertThat(RunningPlatform.isStored(await(client, "connection-established")
                        .path("sessionId")
                        .asText()))
                .isFalse();
    }

    @Test
    void a_ticket_of_the_back_end_is_the_better_way_to_wait() {
        HttpCaller.Answer made = backend.post(
                "/v1/tickets",
                "{\"app\":\"app\",\"user\":\"registrant-41\",\"entity\":\"registrant/41\",\"for\":\"15m\"}");
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        String query = "?ticket=" + made.body().path("ticket").asText();
        TestSocket dialog = connect(query);
        await(dialog, "connection-established");

        backend.post(
                "/v1/publish",
                "{\"to\":{\"entity\":\"registrant/41\"},\"event\":\"email-verified\",\"data\":{\"verified\":true}}");

        assertThat(await(dialog, "email-verified").path("verified").asBoolean()).isTrue();
        assertThat(TestSocket.connect(door(query)).refusedWith()).isEqualTo(401);
    }

    private TestSocket authenticated(String entity, String email) {
        String id = entity.substring(entity.indexOf('/') + 1);
        String token = RunningPlatform.systemToken(APP, entity, Optional.of(id), List.of(), Map.of("sub", email));
        TestSocket socket = connect("");
        await(socket, "connection-established");
        socket.send("{\"type\":\"authenticate\",\"token\":\"" + token + "\",\"userId\":\"1\"}");
        return socket;
    }

    private static void heartbeat(TestSocket socket) {
        long before = socket.frames().stream()
                .filter(frame -> is(frame, "heartbeat-response"))
                .count();
        socket.send("{\"type\":\"heartbeat\"}");
        Awaitility.await()
                .until(() -> socket.frames().stream()
                                .filter(frame -> is(frame, "heartbeat-response"))
                                .count()
                        > before);
    }

    private void verified(String email) {
        String room = "email-verification:" + sha256(email.toLowerCase(Locale.ROOT));
        HttpCaller.Answer answer = backend.post(
                "/v1/publish",
                "{\"rooms\":[\"" + room + "\"],\"event\":\"email-verified\",\"data\":{\"email\":\"" + email
                        + "\",\"verified\":true},\"wait\":true,\"last\":true}");
        assertThat(answer.status()).as(answer.body().toString()).isLessThan(300);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String invitation(String recipient, String role) {
        return "{\"type\":\"send-video-call-invitation\",\"callId\":\"k-1\",\"recipientId\":\"" + recipient
                + "\",\"recipientRole\":\"" + role + "\",\"isVideoCall\":true,\"callType\":\"video\"}";
    }

    private static JsonNode await(TestSocket socket, String type) {
        return socket.await(frame -> is(frame, type));
    }

    private static boolean is(JsonNode frame, String type) {
        return frame.path("type").asText().equals(type);
    }

    private TestSocket connect(String query) {
        TestSocket socket = TestSocket.connect(door(query));
        assertThat(socket.isOpen()).as("connected with " + query).isTrue();
        open.add(socket);
        return socket;
    }

    private static URI door(String query) {
        return URI.create(RunningPlatform.platform().webSocketUri(APP) + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String storedText() {
        StringBuilder stored = new StringBuilder();
        try (var client = RunningPlatform.dynamo()) {
            var tables = RunningPlatform.platform().tables();
            for (String table :
                    List.of(tables.connections(), tables.subscriptions(), tables.events(), tables.registry())) {
                client.scanPaginator(request -> request.tableName(table))
                        .items()
                        .forEach(item -> stored.append(item));
            }
        }
        return stored.toString();
    }
}
