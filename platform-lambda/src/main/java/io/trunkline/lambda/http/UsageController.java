package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.core.usage.UsageStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a tenant used, by hour or day (UTC). */
@Controller("/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
final class UsageController {
    private static final Set<String> PARAMETERS = Set.of("from", "to", "by");
    private static final Duration LONGEST = Duration.ofDays(32);

    private final UsageStore store;
    private final InstantSource clock;

    UsageController(UsageStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** From a day ago until the next full hour unless the query says otherwise; whole hours only. */
    @Get
    @NeedsScope(ApiScope.READ)
    @Operation(
            summary = "Tells what the tenant used, by hour or day.",
            parameters = {
                @Parameter(
                        name = "from",
                        in = ParameterIn.QUERY,
                        description = "The first hour, in UTC; a day before to where absent.",
                        schema = @Schema(type = "string", format = "date-time")),
                @Parameter(
                        name = "to",
                        in = ParameterIn.QUERY,
                        description = "The hour to end before; the next where absent.",
                        schema = @Schema(type = "string", format = "date-time")),
                @Parameter(
                        name = "by",
                        in = ParameterIn.QUERY,
                        description = "hour or day; hour where absent.",
                        schema = @Schema(type = "string"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "The periods in which anything was used, and their sum.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.UsageReport.class)))
    String usage(@RequestAttribute(CallerFilter.CALLER) Caller caller, HttpRequest<?> request) {
        for (String name : request.getParameters().names()) {
            if (!PARAMETERS.contains(name)
                    || request.getParameters().getAll(name).size() > 1) {
                throw PublishRequestReader.badField("the query takes from, to and by, each once");
            }
        }
        ChronoUnit by =
                switch (request.getParameters().get("by", String.class, "hour")) {
                    case "hour" -> ChronoUnit.HOURS;
                    case "day" -> ChronoUnit.DAYS;
                    default -> throw PublishRequestReader.badField("by must be hour or day");
                };
        Instant next = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant to = hour(request, "to", next);
        Instant from = hour(request, "from", to.minus(Duration.ofDays(1)));
        if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw PublishRequestReader.badField("from must be before to, and at most " + LONGEST.toDays() + " days");
        }
        Usage total = Usage.NONE;
        Map<Instant, Usage> periods = new TreeMap<>();
        for (UsageEntry entry : store.read(caller.tenant(), from, to)) {
            total = total.plus(entry.usage());
            periods.merge(entry.hour().truncatedTo(by), entry.usage(), Usage::plus);
        }
        ObjectNode answer = HttpJson.object().put("from", from.toString()).put("to", to.toString());
        ArrayNode listed = answer.putArray("periods");
        periods.forEach((start, usage) -> listed.add(write(usage).put("start", start.toString())));
        answer.set("total", write(total));
        return answer.toString();
    }

    private static Instant hour(HttpRequest<?> request, String name, Instant otherwise) {
        String text = request.getParameters().get(name, String.class, "");
        if (text.isEmpty() && !request.getParameters().contains(name)) {
            return otherwise;
        }
        try {
            Instant at = Instant.parse(text);
            // DynamoDB keeps no hour of before 1970, and nobody used anything then
            if (at.equals(at.truncatedTo(ChronoUnit.HOURS)) && at.isAfter(Instant.EPOCH)) {
                return at;
            }
        } catch (DateTimeParseException e) {
            // told below, in the same words as a time within an hour
        }
        throw PublishRequestReader.badField(name + " must be a full hour in UTC, such as 2026-01-31T13:00:00Z");
    }

    private static ObjectNode write(Usage usage) {
        return HttpJson.object()
                .put("connectionMinutes", usage.connectionMinutes())
                .put("messagesIn", usage.messagesIn())
                .put("messagesOut", usage.messagesOut())
                .put("bytesIn", usage.bytesIn())
                .put("bytesOut", usage.bytesOut())
                .put("readUnits", usage.readUnits())
                .put("writeUnits", usage.writeUnits());
    }
}
