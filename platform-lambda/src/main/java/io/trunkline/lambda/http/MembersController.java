package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.dispatch.MembersOutcome;
import io.trunkline.core.dispatch.RoomGrants;
import io.trunkline.core.policy.GrantPage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is let into a room that is joined by grant. */
@Controller("/v1/rooms/{room}/members")
@Produces(MediaType.APPLICATION_JSON)
final class MembersController {
    private static final int PAGE = 100;
    private static final Pattern CURSOR = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final RoomGrants members;

    MembersController(RoomGrants members) {
        this.members = members;
    }

    @Get("{?limit,cursor}")
    @NeedsScope(ApiScope.READ)
    @Operation(
            summary = "Lists the entities and scope values that are let into a room, whether anybody is connected or"
                    + " not.")
    @ApiResponse(
            responseCode = "200",
            description = "A page; with next where there are more.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.Members.class)))
    HttpResponse<String> list(
            @RequestAttribute(CallerFilter.CALLER) Caller caller,
            String room,
            @QueryValue Optional<String> limit,
            @QueryValue Optional<String> cursor) {
        cursor.filter(text -> !CURSOR.matcher(text).matches()).ifPresent(_ -> {
            throw PublishRequestReader.badField("cursor is what an earlier answer gave as next");
        });
        return answer(room, members.page(caller.tenant(), PathKeys.room(room), cursor, PathKeys.limit(limit, PAGE)));
    }

    @Put("/{entity:.+}")
    @NeedsScope(ApiScope.ADMIN)
    @Operation(
            summary =
                    "Lets an entity, or the holders of a scope's value, into a room; their clients may then subscribe.")
    @ApiResponse(responseCode = "204", description = "It is let in, from now on or already.")
    HttpResponse<String> grant(@RequestAttribute(CallerFilter.CALLER) Caller caller, String room, String entity) {
        return switch (members.grant(caller.tenant(), PathKeys.room(room), PathKeys.standing(entity))) {
            case MembersOutcome.Refused(var rejection) -> Problem.response(rejection);
            case MembersOutcome.Done _, MembersOutcome.Page _ -> HttpResponse.noContent();
        };
    }

    @Delete("/{entity:.+}")
    @NeedsScope(ApiScope.ADMIN)
    @Operation(
            summary =
                    "Takes an entity or a scope's value out of a room, and the live connections that nothing else lets"
                            + " in.")
    @ApiResponse(
            responseCode = "200",
            description = "It is out.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.TakenOut.class)))
    HttpResponse<String> revoke(@RequestAttribute(CallerFilter.CALLER) Caller caller, String room, String entity) {
        return answer(room, members.revoke(caller.tenant(), PathKeys.room(room), PathKeys.standing(entity)));
    }

    private static HttpResponse<String> answer(String room, MembersOutcome outcome) {
        return switch (outcome) {
            case MembersOutcome.Refused(var rejection) -> Problem.response(rejection);
            case MembersOutcome.Done done ->
                HttpResponse.ok(
                        HttpJson.object().put("connections", done.left()).toString());
            case MembersOutcome.Page page ->
                HttpResponse.ok(json(room, page.page()).toString());
        };
    }

    private static ObjectNode json(String room, GrantPage page) {
        ObjectNode json = HttpJson.object().put("room", room);
        ArrayNode entities = json.putArray("entities");
        page.entities().forEach(entity -> entities.add(entity.toString()));
        List<String> scopes = page.standings().stream()
                .flatMap(standing -> standing.asScope().stream().map(_ -> standing.toString()))
                .toList();
        if (!scopes.isEmpty()) {
            scopes.forEach(json.putArray("scopes")::add);
        }
        page.next().ifPresent(next -> json.put("next", next));
        return json;
    }
}
