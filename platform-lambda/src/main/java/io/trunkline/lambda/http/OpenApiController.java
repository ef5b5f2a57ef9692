package io.trunkline.lambda.http;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.inject.Provider;

/** The API's own description, for whoever asks. */
@Controller("/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
final class OpenApiController {
    private final Provider<OpenApiDocument> document;

    /** Asked for when it is, so that no other request pays for it. */
    OpenApiController(Provider<OpenApiDocument> document) {
        this.document = document;
    }

    @Get
    @OpenToAll
    @Operation(summary = "Answers this document.")
    @ApiResponse(
            responseCode = "200",
            description = "OpenAPI 3.0.",
            content = @Content(schema = @Schema(type = "object")))
    String find() {
        return document.get().json().toString();
    }
}
