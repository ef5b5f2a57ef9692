package io.trunkline.local.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.sqs.TakenMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueEventsTest {
    private static final TakenMessage A =
            new TakenMessage("a", "receipt-a", "{}", "md5", Map.of("ApproximateReceiveCount", "2"));
    private static final TakenMessage B = new TakenMessage("b", "receipt-b", "{}", "md5", Map.of());

    @Test
    void aBatchIsTheEventThatLambdaMakesOfIt() throws IOException {
        JsonNode event = JsonMapper.builder()
                .build()
                .readTree(new QueueEvents("arn:aws:sqs:us-east-1:0:q", "us-east-1").event(List.of(A, B)));

        assertThat(event.at("/Records/0/messageId").asText()).isEqualTo("a");
        assertThat(event.at("/Records/0/receiptHandle").asText()).isEqualTo("receipt-a");
        assertThat(event.at("/Records/0/attributes/ApproximateReceiveCount").asText())
                .isEqualTo("2");
        assertThat(event.at("/Records/1/eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(event.at("/Records/1/eventSourceARN").asText()).isEqualTo("arn:aws:sqs:us-east-1:0:q");
        assertThat(event.at("/Records/1/awsRegion").asText()).isEqualTo("us-east-1");
    }

    @Test
    void theAnswerSaysWhichMessagesComeAgain() {
        assertThat(QueueEvents.failed(List.of(A, B), "{\"batchItemFailures\":[]}".getBytes(UTF_8)))
                .isEmpty();
        assertThat(QueueEvents.failed(List.of(A, B), "{}".getBytes(UTF_8))).isEmpty();
        assertThat(QueueEvents.failed(
                        List.of(A, B), "{\"batchItemFailures\":[{\"itemIdentifier\":\"b\"}]}".getBytes(UTF_8)))
                .containsExactly("b");
    }

    @Test
    void anAnswerThatMakesNoSenseFailsAll() {
        for (String answer : List.of(
                "x",
                "{\"batchItemFailures\":7}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"c\"}]}",
                "{\"batchItemFailures\":[{}]}")) {
            assertThat(QueueEvents.failed(List.of(A, B), answer.getBytes(UTF_8)))
                    .as(answer)
                    .containsExactlyInAnyOrder("a", "b");
        }
    }
}
