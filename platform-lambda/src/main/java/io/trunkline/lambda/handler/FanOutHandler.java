package io.trunkline.lambda.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.FanOut;
import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTaskJson;
import io.trunkline.core.delivery.LaterTask;
import io.trunkline.core.delivery.LaterTaskJson;
import io.trunkline.core.delivery.TaskOutcome;
import io.trunkline.core.dispatch.LaterTasks;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.lambda.metrics.MeteredDelivery;
import io.trunkline.routing.key.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with the fan-outs of a batch of messages, and does the tasks that were put off, side by side. A message is
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
    private final LaterTasks laterTasks;
    private final Metered metered;
    private final InstantSource clock;

    FanOutHandler(FanOut fanOut, LaterTasks laterTasks, Metered metered, InstantSource clock) {
        this.fanOut = fanOut;
        this.laterTasks = laterTasks;
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
        String id = message.path("messageId").asText();
        TenantId tenant;
        Callable<Boolean> work;
        try {
            if (LaterTaskJson.isTask(body)) {
                LaterTask later = LaterTaskJson.read(body);
                tenant = later.tenant();
                work = () -> laterTasks.isDone(later, deadline);
            } else {
                FanOutTask task = FanOutTaskJson.read(body);
                tenant = task.tenant();
                work = () -> isDone(task, deadline);
            }
        } catch (IllegalArgumentException e) {
            LOG.error("message={} is left to the dead letters: {}", id, e.getMessage());
            return false;
        }
        return metered.part(FunctionLayout.FANOUT, tenant, id, work);
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
