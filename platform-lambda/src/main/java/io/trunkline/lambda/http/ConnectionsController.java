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
import io.trunkline.core.apikey.Cursors;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.message.Moments;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomMembers;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who is connected: of a user, of an entity, or in any room, which is the same thing. */
@Controller("/v1/connections")
@Produces(MediaType.APPLICATION_JSON)
final class ConnectionsController {
    private static final int MOST_CONNECTIONS = 100;

    private final AppRegistry registry;
    private final RoomPolicy policy;
    private final RoomMembers members;
    private final Cursors cursors;
    private final InstantSource clock;

    ConnectionsController(
            AppRegistry registry, RoomPolicy policy, RoomMembers members, Cursors cursors, InstantSource clock) {
        this.registry = registry;
        this.policy = policy;
        this.members = members;
        this.cursors = cursors;
        this.clock = clock;
    }

    @Get
    @NeedsScope(ApiScope.READ)
    @Operation(
            summary = "Lists the connections of a user, of an entity or in a room: exactly one of the three.",
            parameters = {
                @Parameter(
                        name = "user",
                        in = ParameterIn.QUERY,
                        description = "A user, u-1.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "entity",
                        in = ParameterIn.QUERY,
                        description = "An entity, driver/d-7.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "room",
                        in = ParameterIn.QUERY,
                        description = "A room, order:o-9.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "cursor",
                        in = ParameterIn.QUERY,
                        description = "The next of an earlier answer.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "limit",
                        in = ParameterIn.QUERY,
                        description = "1 to 100.",
                        schema = @Schema(type = "integer"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "A page of what is stored; with next where there are more.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.Connections.class)))
    String connections(@RequestAttribute(CallerFilter.CALLER) Caller caller, HttpRequest<?> request) {
        ReadRequest read = new ReadRequest(request, Set.of("user", "entity", "room", "cursor", "limit"));
        Tenant tenant = ReadRequest.tenant(registry, caller.tenant());
        RoomName room = ReadRequest.room(policy, tenant, address(read));
        int limit = read.number("limit", MOST_CONNECTIONS, MOST_CONNECTIONS);
        String question = "connections " + room;
        RoomMembers.Place from = read.text("cursor")
                .map(cursor -> cursors.open(tenant.id(), question, cursor)
                        .map(RoomMembers.Place::parse)
                        .orElseThrow(() -> PublishRequestReader.badField(
                                "cursor must be the next of an earlier answer to the same question")))
                .orElse(RoomMembers.Place.START);
        RoomMembers.Page page = members.page(tenant, room, from, limit, clock.instant());
        ObjectNode answer = HttpJson.object().put("room", room.toString());
        ArrayNode connections = answer.putArray("connections");
        page.connections().forEach(connection -> connections.add(json(connection)));
        page.next().ifPresent(next -> answer.put("next", cursors.seal(tenant.id(), question, next.toString())));
        return answer.toString();
    }

    private static String address(ReadRequest read) {
        List<String> given = Stream.of(
                        read.text("user").map(user -> "user:" + user),
                        read.text("entity").map(entity -> "entity:" + entity),
                        read.text("room"))
                .flatMap(Optional::stream)
                .toList();
        if (given.size() != 1) {
            throw PublishRequestReader.badField("exactly one of user, entity and room must be given");
        }
        return given.getFirst();
    }

    private static ObjectNode json(Connection connection) {
        Identity identity = connection.principal().identity();
        ObjectNode json = HttpJson.object()
                .put("connectionId", connection.id().value())
                .put("app", identity.app().app().value())
                .put("entity", identity.entity().toString())
                .put("user", identity.user());
        ArrayNode roles = json.putArray("roles");
        identity.roles().stream().sorted().forEach(roles::add);
        json.put("dialect", connection.dialect());
        connection.platform().ifPresent(platform -> json.put("platform", platform));
        return json.put("endpoint", connection.endpoint().toString())
                .put("connectedAt", Moments.text(connection.connectedAt()))
                .put("tokenExpiresAt", Moments.text(connection.principal().expiresAt()))
                .put("endsAt", Moments.text(connection.expiresAt()));
    }
}
