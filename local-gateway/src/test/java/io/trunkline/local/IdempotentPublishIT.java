package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.apikey.ApiScope;
import io.trunkline.local.HttpCaller.Answer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Repeats of a publish under one key, handled by different environments of the built function. */
class IdempotentPublishIT {
    private final HttpCaller backend = HttpCaller.of("wizz", ApiScope.PUBLISH);

    @Test
    void twenty_at_once_under_one_key_are_one_event_delivered_once() throws Exception {
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/i-1");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            String body = body("entity:merchant/i-1", "order.created", "once-" + UUID.randomUUID(), "1");
            List<Future<Answer>> asked = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> answered(body)))
                    .toList();
            List<Answer> answers = asked.stream().map(IdempotentPublishIT::got).toList();

            assertThat(answers).extracting(Answer::status).containsOnly(200);
            assertThat(answers)
                    .extracting(answer -> answer.body().toString())
                    .containsOnly(answers.getFirst().body().toString());
            assertThat(answers.getFirst().body().at("/receipt/delivered").asInt())
                    .isEqualTo(1);
            assertThat(merchant.events()).singleElement().satisfies(event -> assertThat(event.path("id"))
                    .isEqualTo(answers.getFirst().body().path("id")));
        }
    }

    @Test
    void a_durable_room_has_it_once_at_the_position_that_all_are_told() throws Exception {
        String room = "order:i-" + UUID.randomUUID();
        String body = body(room, "order.moved", "once-" + UUID.randomUUID(), "1");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = IntStream.range(0, 10)
                    .mapToObj(_ -> threads.submit(() -> answered(body)))
                    .toList();

            assertThat(asked)
                    .extracting(IdempotentPublishIT::got)
                    .extracting(answer -> offset(answer, room))
                    .containsOnly("1");
        }
        Answer next = backend.post("/v1/publish", body(room, "order.moved", "once-" + UUID.randomUUID(), "2"));
        assertThat(offset(next, room)).isEqualTo("2");
    }

    @Test
    void another_body_under_the_key_is_a_conflict_in_a_batch_too() {
        String key = "once-" + UUID.randomUUID();
        Answer first = backend.post("/v1/publish", body("entity:merchant/i-2", "order.created", key, "1"));
        Answer batch = backend.post(
                "/v1/publish/batch",
                "{\"events\":[" + body("entity:merchant/i-2", "order.created", key, "1") + ","
                        + body("entity:merchant/i-2", "order.created", key, "2") + "]}");

        assertThat(batch.body().at("/outcomes/0/id")).isEqualTo(first.body().path("id"));
        assertThat(batch.body().at("/outcomes/1/error/code").asText()).isEqualTo("idempotency_conflict");
        assertThat(batch.body().at("/outcomes/1/error/status").asInt()).isEqualTo(422);
    }

    @Test
    void a_client_repeats_its_send_on_another_connection() {
        String frame = "{\"action\":\"send\",\"id\":\"1\",\"to\":{\"entity\":\"merchant/i-3\"},"
                + "\"event\":\"order.created\",\"idempotencyKey\":\"once-" + UUID.randomUUID() + "\"}";
        try (TestSocket merchant = connect("wizz/order-receiver", "merchant/i-3")) {
            String first;
            try (TestSocket customer = connect("wizz/customers", "customer/i-3")) {
                first = customer.ask("1", frame).at("/data/event").asText();
            }
            try (TestSocket customer = connect("wizz/customers", "customer/i-3")) {
                assertThat(customer.ask("1", frame).at("/data/event").asText()).isEqualTo(first);
            }
            assertThat(merchant.events()).hasSize(1);
        }
    }

    /** As callers do that are told to ask again. */
    private Answer answered(String body) {
        return Awaitility.await().until(() -> backend.post("/v1/publish", body), answer -> answer.status() != 409);
    }

    private static String offset(Answer answer, String room) {
        String position = answer.body().path("positions").path(room).asText();
        return position.substring(position.indexOf(':') + 1);
    }

    private static String body(String room, String event, String key, String data) {
        return "{\"rooms\":[\"%s\"],\"event\":\"%s\",\"idempotencyKey\":\"%s\",\"data\":%s,\"wait\":true}"
                .formatted(room, event, key, data);
    }

    private static Answer got(Future<Answer> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
