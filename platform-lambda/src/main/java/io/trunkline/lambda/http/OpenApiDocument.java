package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.web.router.Router;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.message.RejectionCode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The OpenAPI document that the compiler generated from the controllers, completed by what is the same for every route
 * and known only here: who may call it, and the catalogue of problems.
 */
@Singleton
final class OpenApiDocument {
    private static final String GENERATED = "/META-INF/swagger/trunkline-openapi.json";

    private final ObjectNode document;

    OpenApiDocument(Router router) {
        document = generated();
        router.uriRoutes().forEach(route -> {
            JsonNode operation = document.path("paths")
                    .path(path(route.getUriMatchTemplate().toPathString()))
                    .path(route.getHttpMethodName().toLowerCase(Locale.ROOT));
            if (operation instanceof ObjectNode known) {
                complete(known, route.getTargetMethod().getAnnotationMetadata());
            }
        });
        putCodes();
    }

    /** The whole, in OpenAPI 3.0. */
    ObjectNode json() {
        return document;
    }

    /** {@code /v1/memberships/{user}} of {@code /v1/memberships/{user:.+}}, as the document names it. */
    static String path(String template) {
        return template.replaceAll("\\{([A-Za-z]+):[^}]*}", "{$1}").replaceAll("\\{\\?[^}]*}", "");
    }

    private static ObjectNode generated() {
        try (InputStream resource = OpenApiDocument.class.getResourceAsStream(GENERATED)) {
            if (resource == null) {
                throw new IllegalStateException(GENERATED + " is missing: the build did not generate it");
            }
            return HttpJson.document(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void complete(ObjectNode operation, AnnotationMetadata route) {
        ArrayNode security = operation.putArray("security");
        if (!route.hasAnnotation(OpenToAll.class)) {
            security.addObject().putArray(ApiDescription.KEY);
            security.addObject().putArray(ApiDescription.TOKEN);
        }
        if (route.hasAnnotation(OpenToClients.class)) {
            security.addObject().putArray(ApiDescription.CLIENT);
        }
        ArrayNode scopes = operation.putArray("x-scopes");
        Arrays.stream(route.enumValues(NeedsScope.class, ApiScope.class))
                .map(ApiScope::toString)
                .forEach(scopes::add);
        operation
                .withObject("/responses")
                .putObject("default")
                .put("description", "Anything else, with its code.")
                .putObject("content")
                .putObject(Problem.MEDIA_TYPE)
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
    }

    private void putCodes() {
        ArrayNode codes = document.withObject("/components/schemas/Problem/properties/code")
                .putArray("enum");
        Arrays.stream(RejectionCode.values()).map(RejectionCode::code).forEach(codes::add);
    }
}
