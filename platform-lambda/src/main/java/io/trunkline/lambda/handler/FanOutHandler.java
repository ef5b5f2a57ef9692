package io.trunkline.lambda.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.ErrandJson;
import io.trunkline.core.delivery.FanOut;
import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTaskJson;
import io.trunkline.core.delivery.TaskOutcome;
import io.trunkline.core.dispatch.Endings;
import io.trunkline.core.dispatch.Welcomes;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.metrics.MeteredDelivery;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with the fan-outs of a batch of messages, and does the errands among them, side by side. A message is
 * answered as failed unless all of it was tried or is in the queue again, so that SQS delivers it again
 * (ReportBatchItemFailures) and, where that goes on, moves it to the dead letters.
 */
@Singleton
final class FanOutHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FanOutHandler.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Kept back from the time that is left, to answer and to be frozen in good order. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final FanOut fanOut;
    private final Welcomes welcomes;
    private final Endings endings;
    private final Metered metered;
    private final InstantSource clock;

    FanOutHandler(FanOut fanOut, Welcomes welcomes, Endings endings, Metered metered, InstantSource clock) {
        this.fanOut = fanOut;
        this.welcomes = welcomes;
        this.endings = endings;
        this.metered = metered;
        this.clock = clock;
    }

    byte[] handle(InputStream input, Duration left) throws IOException {
        JsonNode records = JSON.readTree(input).path("Records");
        Deadline deadline = Deadline.in(left.minus(RESERVE), clock);
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode failures = answer.putArray("batchItemFailures");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> outcomes = new ArrayList<>();
            records.forEach(message -> outcomes.add(threads.submit(() -> isDone(message, deadline))));
            for (int i = 0; i < outcomes.size(); i++) {
                if (!await(outcomes.get(i))) {
                    failures.addObject()
                            .put(
                                    "itemIdentifier",
                                    records.path(i).path("messageId").asText());
                }
            }
        }
        return JSON.writeValueAsBytes(answer);
    }

    private static boolean await(Future<Boolean> outcome) {
        try {
            return outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            LOG.error("a message of the fan-out queue failed and comes again", e.getCause());
            return false;
        }
    }

    private boolean isDone(JsonNode message, Deadline deadline) throws Exception {
        String body = message.path("body").asText();
        Optional<ConnectionErrand> errand;
        FanOutTask task;
        try {
            errand = ErrandJson.read(body);
            if (errand.isPresent()) {
                return isRun(errand.get(), message, deadline);
            }
            task = FanOutTaskJson.read(body);
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "message={} is left to the dead letters: {}",
                    message.path("messageId").asText(),
                    e.getMessage());
            return false;
        }
        return metered.part(
                FunctionLayout.FANOUT, task.tenant(), message.path("messageId").asText(), () -> isDone(task, deadline));
    }

    private boolean isRun(ConnectionErrand errand, JsonNode message, Deadline deadline) throws Exception {
        return metered.part(
                FunctionLayout.FANOUT,
                errand.tenant(),
                message.path("messageId").asText(),
                () -> {
                    UsageTab.label("connection", errand.connection().value());
                    return switch (errand.kind()) {
                        case WELCOME, GREETING -> {
                            welcomes.perform(errand, deadline);
                            yield true;
                        }
                        case END_UNLESS_AUTHENTICATED, END_VISIT -> endings.isDone(errand, deadline);
                    };
                });
    }

    private boolean isDone(FanOutTask task, Deadline deadline) {
        TaskOutcome outcome = fanOut.resume(task, deadline);
        MeteredDelivery.count(outcome.receipt());
        LOG.info(
                "went on with tenant={} event={} attempt={} done={} {}",
                task.tenant(),
                task.event().id(),
                task.attempt(),
                outcome.done(),
                outcome.receipt());
        return outcome.done();
    }
}
