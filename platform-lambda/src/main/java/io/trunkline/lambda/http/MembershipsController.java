package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.Memberships;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.EntityRef;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which entities a user may speak for. */
@Controller("/v1/memberships/{user:.+}")
@Produces(MediaType.APPLICATION_JSON)
final class MembershipsController {
    static final Set<String> FIELDS = Set.of("entities");

    private static final int MAX_ENTITIES = 100;

    /** As many entities with the longest of ids, as escaped as can be. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final Memberships memberships;
    private final AppRegistry registry;

    MembershipsController(Memberships memberships, AppRegistry registry) {
        this.memberships = memberships;
        this.registry = registry;
    }

    @Get
    @NeedsScope(ApiScope.READ)
    @Operation(summary = "Tells which entities a user may speak for; none for a user that is not known.")
    @ApiResponse(
            responseCode = "200",
            description = "The entities.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.UserMemberships.class)))
    HttpResponse<String> find(@RequestAttribute(CallerFilter.CALLER) Caller caller, String user) {
        String valid = PathKeys.user(user);
        return HttpResponse.ok(json(valid, memberships.of(caller.tenant(), valid)));
    }

    @Put
    @NeedsScope(ApiScope.ADMIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Puts a user's entities in place of those that were.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ApiSchemas.Memberships.class))))
    @ApiResponse(
            responseCode = "200",
            description = "The entities that the user may speak for from now on.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.UserMemberships.class)))
    HttpResponse<String> replace(@RequestAttribute(CallerFilter.CALLER) Caller caller, String user, @Body byte[] body) {
        String valid = PathKeys.user(user);
        Set<EntityRef> entities = entities(HttpJson.read(body, MAX_BYTES));
        Optional<Tenant> tenant = registry.activeTenant(caller.tenant());
        if (tenant.isEmpty()) {
            return Problem.response(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        entities.stream()
                .filter(entity -> !tenant.get().catalog().declares(entity.type()))
                .findFirst()
                .ifPresent(entity -> {
                    throw PublishRequestReader.badField("the tenant declares no type '" + entity.type() + "'");
                });
        memberships.replace(caller.tenant(), valid, entities);
        return HttpResponse.ok(json(valid, entities));
    }

    @Delete
    @NeedsScope(ApiScope.ADMIN)
    @Operation(summary = "Takes all entities of a user back. Live connections go on until they end or are closed.")
    @ApiResponse(responseCode = "204", description = "The user may speak for none.")
    HttpResponse<String> remove(@RequestAttribute(CallerFilter.CALLER) Caller caller, String user) {
        memberships.replace(caller.tenant(), PathKeys.user(user), Set.of());
        return HttpResponse.noContent();
    }

    static Set<EntityRef> entities(JsonNode body) {
        PublishRequestReader.onlyFields(body, FIELDS);
        JsonNode list = body.path("entities");
        if (!list.isArray() || list.size() > MAX_ENTITIES) {
            throw PublishRequestReader.badField("entities must list at most " + MAX_ENTITIES + " entities");
        }
        Set<EntityRef> entities = new LinkedHashSet<>();
        for (JsonNode entity : list) {
            if (!entity.isTextual()) {
                throw PublishRequestReader.badField("each of entities must be a text");
            }
            entities.add(PathKeys.entity(entity.textValue()));
        }
        return entities;
    }

    private static String json(String user, Set<EntityRef> entities) {
        ObjectNode json = HttpJson.object().put("user", user);
        ArrayNode list = json.putArray("entities");
        entities.stream().map(EntityRef::toString).sorted().forEach(list::add);
        return json.toString();
    }
}
