package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
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
import io.trunkline.core.app.PresenceRule;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.ResumeJson;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.PresenceJson;
import io.trunkline.core.presence.PresencePage;
import io.trunkline.core.presence.PresentEntity;
import io.trunkline.core.presence.RoomMembers;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a room can be asked: who is in it, and what its history holds. Rooms' names hold slashes, which a gateway may or
 * may not have decoded on the way, so the routes take both.
 */
@Controller("/v1/rooms")
@Produces(MediaType.APPLICATION_JSON)
final class RoomReadController {
    /** Below what Lambda takes as an answer, 6 MB, however the proxy escapes it. */
    private static final long MAX_ANSWER_BYTES = 2L * 1024 * 1024;

    private static final int MOST_ENTITIES = 100;

    private final AppRegistry registry;
    private final RoomPolicy policy;
    private final HistoryStore histories;
    private final RoomPresence presence;
    private final RoomMembers members;
    private final Cursors cursors;
    private final InstantSource clock;

    RoomReadController(
            AppRegistry registry,
            RoomPolicy policy,
            HistoryStore histories,
            RoomPresence presence,
            RoomMembers members,
            Cursors cursors,
            InstantSource clock) {
        this.registry = registry;
        this.policy = policy;
        this.histories = histories;
        this.presence = presence;
        this.members = members;
        this.cursors = cursors;
        this.clock = clock;
    }

    /** The same answers as {@code history} on a socket, for who polls. */
    @Get("/{room:.+}/events")
    @NeedsScope(ApiScope.READ)
    @Operation(
            summary = "Tells what a durable room has heard, for who polls.",
            parameters = {
                @Parameter(
                        name = "since",
                        in = ParameterIn.QUERY,
                        description = "The last position that the caller has; from the oldest where absent.",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "limit",
                        in = ParameterIn.QUERY,
                        description = "1 to 500, 100 where absent.",
                        schema = @Schema(type = "integer"))
            })
    @ApiResponse(
            responseCode = "200",
            description = "All that followed in order, a gap, or a changed epoch.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.RoomEvents.class)))
    String events(
            @RequestAttribute(CallerFilter.CALLER) Caller caller,
            @PathVariable("room") String room,
            HttpRequest<?> request) {
        ReadRequest read = new ReadRequest(request, Set.of("since", "limit"));
        Tenant tenant = ReadRequest.tenant(registry, caller.tenant());
        RoomName name = ReadRequest.room(policy, tenant, room);
        Retention retention = tenant.retentionOf(name)
                .orElseThrow(() -> new BadRequestException(Rejection.of(RejectionCode.NOT_DURABLE)));
        Optional<Position> since = read.since();
        int limit = read.number("limit", ClientAction.History.MOST_EVENTS, ClientAction.History.USUAL_EVENTS);
        ObjectNode answer = HttpJson.object().put("room", name.toString());
        answer.set(
                "resume",
                ResumeJson.of(
                        histories.read(new RoomKey(tenant.id(), name), since, limit, retention, clock.instant()),
                        MAX_ANSWER_BYTES));
        return answer.toString();
    }

    /** By what the room keeps of it, or of any other room by its connections. */
    @Get("/{room:.+}/presence")
    @NeedsScope(ApiScope.READ)
    @Operation(
            summary = "Lists who is in a room, by entity.",
            parameters = {
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
            description = "A page; with next where there are more.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.RoomPresence.class)))
    String presence(
            @RequestAttribute(CallerFilter.CALLER) Caller caller,
            @PathVariable("room") String room,
            HttpRequest<?> request) {
        ReadRequest read = new ReadRequest(request, Set.of("cursor", "limit"));
        Tenant tenant = ReadRequest.tenant(registry, caller.tenant());
        RoomName name = ReadRequest.room(policy, tenant, room);
        int limit = read.number("limit", MOST_ENTITIES, MOST_ENTITIES);
        Optional<PresenceRule> rule = tenant.presenceOf(name);
        // a cursor of the one kind means nothing to the other
        String question = (rule.isPresent() ? "presence " : "present ") + name;
        Optional<String> place = read.text("cursor").map(cursor -> cursors.open(tenant.id(), question, cursor)
                .orElseThrow(() -> PublishRequestReader.badField(
                        "cursor must be the next of an earlier answer to the same question")));
        ObjectNode answer = HttpJson.object().put("room", name.toString());
        Optional<String> next = rule.isPresent()
                ? kept(answer, new RoomKey(tenant.id(), name), rule.get(), place, limit)
                : connected(answer, tenant, name, place, limit);
        next.ifPresent(at -> answer.put("next", cursors.seal(tenant.id(), question, at)));
        return answer.toString();
    }

    private Optional<String> kept(
            ObjectNode answer, RoomKey room, PresenceRule rule, Optional<String> place, int limit) {
        return PresenceJson.write(answer, presence.page(room, rule, place, limit, clock.instant()), MAX_ANSWER_BYTES);
    }

    private Optional<String> connected(
            ObjectNode answer, Tenant tenant, RoomName room, Optional<String> place, int limit) {
        Instant now = clock.instant();
        RoomMembers.Page page = members.page(
                tenant, room, place.map(RoomMembers.Place::parse).orElse(RoomMembers.Place.START), limit, now);
        Map<EntityRef, PresentEntity> entities = new LinkedHashMap<>();
        for (Connection connection : page.connections()) {
            entities.merge(
                    connection.principal().identity().entity(),
                    new PresentEntity(connection.principal().identity().entity(), 1, connection.connectedAt()),
                    (one, other) -> new PresentEntity(
                            one.entity(),
                            one.devices() + other.devices(),
                            one.since().isBefore(other.since()) ? one.since() : other.since()));
        }
        PresenceJson.write(
                answer,
                new PresencePage(
                        entities.values().stream()
                                .map(entity -> new PresencePage.Placed(entity, ""))
                                .toList(),
                        Optional.empty()),
                Long.MAX_VALUE);
        return page.next().map(RoomMembers.Place::toString);
    }
}
