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
import io.trunkline.core.app.Standing;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.Memberships;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which entities a user may speak for, and which scope values are theirs. */
@Controller("/v1/memberships/{user:.+}")
@Produces(MediaType.APPLICATION_JSON)
final class MembershipsController {
    static final Set<String> FIELDS = Set.of("entities", "scopes");

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
    @Operation(
            summary = "Tells which entities a user may speak for, and which scope values are theirs; none for one not"
                    + " known.")
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
            summary = "Puts a user's entities and scope values in place of those that were.",
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
        Set<Standing> standings = standings(HttpJson.read(body, MAX_BYTES));
        Optional<Tenant> tenant = registry.activeTenant(caller.tenant());
        if (tenant.isEmpty()) {
            return Problem.response(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        standings.forEach(standing -> declared(tenant.get(), standing));
        memberships.replace(caller.tenant(), valid, standings);
        return HttpResponse.ok(json(valid, standings));
    }

    @Delete
    @NeedsScope(ApiScope.ADMIN)
    @Operation(summary = "Takes all entities of a user back. Live connections go on until they end or are closed.")
    @ApiResponse(responseCode = "204", description = "The user may speak for none.")
    HttpResponse<String> remove(@RequestAttribute(CallerFilter.CALLER) Caller caller, String user) {
        memberships.replace(caller.tenant(), PathKeys.user(user), Set.of());
        return HttpResponse.noContent();
    }

    private static void declared(Tenant tenant, Standing standing) {
        boolean known =
                switch (standing) {
                    case Standing.Of of -> tenant.catalog().declares(of.entity().type());
                    case Standing.Within within ->
                        tenant.catalog().scopes().contains(within.scope().name());
                };
        if (!known) {
            throw PublishRequestReader.badField("the tenant declares no type or scope of '" + standing + "'");
        }
    }

    static Set<Standing> standings(JsonNode body) {
        PublishRequestReader.onlyFields(body, FIELDS);
        Set<Standing> standings = new LinkedHashSet<>();
        for (String text : texts(body.path("entities"), "entities")) {
            standings.add(new Standing.Of(PathKeys.entity(text)));
        }
        if (body.has("scopes")) {
            for (String text : texts(body.path("scopes"), "scopes")) {
                Standing standing = PathKeys.standing(text);
                if (standing.asScope().isEmpty()) {
                    throw PublishRequestReader.badField("each of scopes must be written scope:value");
                }
                standings.add(standing);
            }
        }
        return standings;
    }

    private static List<String> texts(JsonNode list, String field) {
        if (!list.isArray() || list.size() > MAX_ENTITIES) {
            throw PublishRequestReader.badField(field + " must be a list of at most " + MAX_ENTITIES);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode text : list) {
            if (!text.isTextual()) {
                throw PublishRequestReader.badField("each of " + field + " must be a text");
            }
            texts.add(text.textValue());
        }
        return texts;
    }

    private static String json(String user, Set<Standing> standings) {
        ObjectNode json = HttpJson.object().put("user", user);
        ArrayNode entities = json.putArray("entities");
        List<String> sorted =
                standings.stream().map(Standing::toString).sorted().toList();
        Set<String> scopes = standings.stream()
                .filter(standing -> standing.asScope().isPresent())
                .map(Standing::toString)
                .collect(Collectors.toUnmodifiableSet());
        sorted.stream().filter(text -> !scopes.contains(text)).forEach(entities::add);
        if (!scopes.isEmpty()) {
            sorted.stream().filter(scopes::contains).forEach(json.putArray("scopes")::add);
        }
        return json.toString();
    }
}
