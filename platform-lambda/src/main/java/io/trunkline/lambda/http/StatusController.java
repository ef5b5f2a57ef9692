package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Whether the API is there, and who the caller is to it: what a backend asks first. */
@Controller("/v1/status")
@Produces(MediaType.APPLICATION_JSON)
final class StatusController {
    private final InstantSource clock;

    StatusController(InstantSource clock) {
        this.clock = clock;
    }

    @Get
    @NeedsScope({ApiScope.PUBLISH, ApiScope.READ, ApiScope.ADMIN})
    @Operation(summary = "Tells who the caller is here.")
    @ApiResponse(
            responseCode = "200",
            description = "The API is there.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.Status.class)))
    String status(@RequestAttribute(CallerFilter.CALLER) Caller caller) {
        ObjectNode status = HttpJson.object()
                .put("status", "ok")
                .put("tenant", caller.tenant().value());
        switch (caller) {
            case Caller.ByKey key -> status.put("key", key.key().toString());
            case Caller.ByToken token -> status.put("service", token.service());
        }
        ArrayNode scopes = status.putArray("scopes");
        caller.scopes().stream().sorted().map(ApiScope::toString).forEach(scopes::add);
        return status.put(
                        "serverTime",
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
                .toString();
    }
}
