package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.publish.PublishOutcome;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.schema.FunctionLayout;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishing by a backend. */
@Controller("/v1/publish")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class PublishController {
    private static final Logger LOG = LoggerFactory.getLogger(PublishController.class);

    /** An event of the largest size, with every room's name at its longest. */
    private static final int MAX_PUBLISH_BYTES = 256 * 1024;

    /** Below what Lambda takes as one invocation's payload, 6 MB with the rest of the event. */
    private static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    private static final int MAX_BATCH = 100;

    /** Kept back from the function's time, to answer, and for what went by before the request was here. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final Publisher publisher;
    private final InstantSource clock;

    PublishController(Publisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    @Post
    @NeedsScope(ApiScope.PUBLISH)
    @Operation(
            summary = "Publishes an event.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ApiSchemas.Publish.class))))
    @ApiResponse(
            responseCode = "202",
            description = "It is published.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.Published.class)))
    @ApiResponse(
            responseCode = "200",
            description = "With wait: whom it reached.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.Published.class)))
    HttpResponse<String> publish(@RequestAttribute(CallerFilter.CALLER) Caller caller, @Body byte[] body) {
        PublishRequest request = PublishRequestReader.read(HttpJson.read(body, MAX_PUBLISH_BYTES));
        return switch (publish(caller, request, deadline())) {
            case PublishOutcome.Refused(var rejection) -> Problem.response(rejection);
            case PublishOutcome.Published published ->
                request.waits()
                        ? HttpResponse.ok(json(request, published).toString())
                        : HttpResponse.<String>accepted()
                                .body(json(request, published).toString());
        };
    }

    /** One after the other, so that events of one batch keep their order; one that fails stops none behind it. */
    @Post("/batch")
    @NeedsScope(ApiScope.PUBLISH)
    @Operation(
            summary = "Publishes up to 100 events in their order, each with its own outcome.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ApiSchemas.PublishBatch.class))))
    @ApiResponse(
            responseCode = "200",
            description = "An outcome for each.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.BatchOutcomes.class)))
    HttpResponse<String> batch(@RequestAttribute(CallerFilter.CALLER) Caller caller, @Body byte[] body) {
        JsonNode batch = HttpJson.read(body, MAX_BATCH_BYTES);
        PublishRequestReader.onlyFields(batch, Set.of("events"));
        JsonNode events = batch.path("events");
        if (!events.isArray() || events.isEmpty() || events.size() > MAX_BATCH) {
            throw PublishRequestReader.badField("events must list 1 to " + MAX_BATCH + " events");
        }
        Deadline deadline = deadline();
        ObjectNode answer = HttpJson.object();
        ArrayNode outcomes = answer.putArray("outcomes");
        events.forEach(event -> outcomes.add(outcome(caller, event, deadline)));
        return HttpResponse.ok(answer.toString());
    }

    private ObjectNode outcome(Caller caller, JsonNode event, Deadline deadline) {
        try {
            PublishRequest request = PublishRequestReader.read(event);
            return switch (publish(caller, request, deadline)) {
                case PublishOutcome.Refused(var rejection) -> failed(rejection);
                case PublishOutcome.Published published -> json(request, published);
            };
        } catch (BadRequestException e) {
            return failed(e.rejection());
        } catch (RuntimeException e) {
            LOG.error("an event of a batch failed caller={}", caller.name(), e);
            return failed(Rejection.of(RejectionCode.INTERNAL));
        }
    }

    private PublishOutcome publish(Caller caller, PublishRequest request, Deadline deadline) {
        return publisher.publishFromBackend(
                caller.tenant(),
                request.rooms(),
                request.event(),
                request.data(),
                request.idempotencyKey().map(key -> IdempotencyKey.ofBackend(caller.tenant(), key)),
                request.last(),
                deadline);
    }

    private Deadline deadline() {
        return Deadline.in(FunctionLayout.HTTP.timeout().minus(RESERVE), clock);
    }

    private static ObjectNode failed(Rejection rejection) {
        ObjectNode outcome = HttpJson.object();
        outcome.set("error", Problem.json(rejection));
        return outcome;
    }

    private static ObjectNode json(PublishRequest request, PublishOutcome.Published published) {
        ObjectNode json = HttpJson.object().put("id", published.eventId());
        if (!published.positions().isEmpty()) {
            ObjectNode positions = json.putObject("positions");
            published.positions().forEach((room, position) -> positions.put(room.toString(), position.toString()));
        }
        if (request.waits()) {
            DeliveryReceipt receipt = published.receipt();
            json.putObject("receipt")
                    .put("delivered", receipt.delivered())
                    .put("gone", receipt.gone())
                    .put("throttled", receipt.throttled())
                    .put("failed", receipt.failed())
                    .put("queued", receipt.queued())
                    .put("unreached", receipt.unreached());
        }
        return json;
    }
}
