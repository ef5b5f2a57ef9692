package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestAttribute;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.logout.ForcedLogout;
import io.trunkline.core.logout.LogoutOrder;
import io.trunkline.core.logout.LogoutOrder.Tokens;
import io.trunkline.core.logout.LogoutOutcome;
import io.trunkline.core.logout.LogoutReceipt;
import io.trunkline.core.logout.LogoutTarget;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forced logout by an operator or a backend. */
@Controller("/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class LogoutController {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutController.class);
    private static final int MAX_BYTES = 4 * 1024;

    /** Kept back from the function's time, to answer, and for what went by before the request was here. */
    private static final Duration RESERVE = Duration.ofSeconds(2);

    private final ForcedLogout logout;
    private final InstantSource clock;

    LogoutController(ForcedLogout logout, InstantSource clock) {
        this.logout = logout;
        this.clock = clock;
    }

    @Post("/users/{user:.+}/disconnect")
    @NeedsScope(ApiScope.ADMIN)
    @Operation(summary = "Logs a user out of everywhere.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ApiSchemas.Logout.class)))
    @ApiResponse(
            responseCode = "200",
            description = "What became of it, once it is true.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.LogoutReceipt.class)))
    HttpResponse<String> user(
            @RequestAttribute(CallerFilter.CALLER) Caller caller, @PathVariable String user, @Body byte[] body) {
        return logOut(caller, () -> room(new RoomName.User(user)), Tokens.ISSUED_SO_FAR, body);
    }

    @Post("/entities/{type}/{id:.+}/disconnect")
    @NeedsScope(ApiScope.ADMIN)
    @Operation(summary = "Logs out whoever speaks for an entity.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ApiSchemas.Logout.class)))
    @ApiResponse(
            responseCode = "200",
            description = "What became of it, once it is true.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.LogoutReceipt.class)))
    HttpResponse<String> entity(
            @RequestAttribute(CallerFilter.CALLER) Caller caller,
            @PathVariable String type,
            @PathVariable String id,
            @Body byte[] body) {
        return logOut(
                caller,
                () -> room(new RoomName.Entity(new EntityRef(new EntityType(type), id))),
                Tokens.ISSUED_SO_FAR,
                body);
    }

    @Post("/rooms/{room:.+}/disconnect")
    @NeedsScope(ApiScope.ADMIN)
    @Operation(summary = "Closes whoever is in a room.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ApiSchemas.Logout.class)))
    @ApiResponse(
            responseCode = "200",
            description = "What became of it, once it is true.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.LogoutReceipt.class)))
    HttpResponse<String> room(
            @RequestAttribute(CallerFilter.CALLER) Caller caller, @PathVariable String room, @Body byte[] body) {
        return logOut(caller, () -> room(RoomName.parse(room)), Tokens.NONE, body);
    }

    @Post("/connections/{id:.+}/disconnect")
    @NeedsScope(ApiScope.ADMIN)
    @Operation(summary = "Closes one connection, and revokes its token.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ApiSchemas.Logout.class)))
    @ApiResponse(
            responseCode = "200",
            description = "What became of it, once it is true.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.LogoutReceipt.class)))
    HttpResponse<String> connection(
            @RequestAttribute(CallerFilter.CALLER) Caller caller, @PathVariable String id, @Body byte[] body) {
        return logOut(caller, () -> new LogoutTarget.Socket(new ConnectionId(id)), Tokens.ISSUED_SO_FAR, body);
    }

    private static LogoutTarget room(RoomName name) {
        return new LogoutTarget.Room(name);
    }

    private HttpResponse<String> logOut(Caller caller, Supplier<LogoutTarget> path, Tokens usual, byte[] body) {
        LogoutOrder order = LogoutRequestReader.read(body, MAX_BYTES, usual);
        LogoutTarget target = target(path);
        Deadline deadline = Deadline.in(FunctionLayout.HTTP.timeout().minus(RESERVE), clock);
        return switch (logout.logOut(caller.tenant(), target, order, deadline)) {
            case LogoutOutcome.Refused(var rejection) -> Problem.response(rejection);
            case LogoutOutcome.Done(var receipt) -> {
                LOG.info(
                        "logged out key={} closed={} ghosts={} complete={}",
                        caller.name(),
                        receipt.closed(),
                        receipt.ghosts(),
                        receipt.complete());
                yield HttpResponse.ok(json(receipt).toString());
            }
        };
    }

    private static LogoutTarget target(Supplier<LogoutTarget> path) {
        try {
            return path.get();
        } catch (MalformedKeyException e) {
            throw new BadRequestException(new Rejection(RejectionCode.BAD_ROOM, String.valueOf(e.getMessage())));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(Rejection.of(RejectionCode.NOT_FOUND));
        }
    }

    private static ObjectNode json(LogoutReceipt receipt) {
        ObjectNode json = HttpJson.object().put("closed", receipt.closed()).put("ghosts", receipt.ghosts());
        if (receipt.stillAbleToAct().isPresent()) {
            json.put("stillAbleToAct", receipt.stillAbleToAct().getAsLong());
        } else {
            json.putNull("stillAbleToAct");
        }
        receipt.revokedUntil().ifPresent(until -> json.put("revokedUntil", until.toString()));
        return json.put("complete", receipt.complete());
    }
}
