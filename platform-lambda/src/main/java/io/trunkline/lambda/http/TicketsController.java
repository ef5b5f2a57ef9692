package io.trunkline.lambda.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.auth.IssuedTicket;
import io.trunkline.core.auth.StatedIdentity;
import io.trunkline.core.auth.Tickets;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.routing.key.AppKey;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tickets, so that no token stands in a URL. */
@Controller("/v1/tickets")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
final class TicketsController {
    private static final Logger LOG = LoggerFactory.getLogger(TicketsController.class);
    private static final int MAX_BYTES = 64 * 1024;

    private final Tickets tickets;
    private final Authenticator authenticator;
    private final AppRegistry registry;
    private final InstantSource clock;

    TicketsController(Tickets tickets, Authenticator authenticator, AppRegistry registry, InstantSource clock) {
        this.tickets = tickets;
        this.authenticator = authenticator;
        this.registry = registry;
        this.clock = clock;
    }

    @Post
    @NeedsScope(ApiScope.ADMIN)
    @OpenToClients
    @Operation(
            summary = "Makes a ticket to connect with: ?ticket=… in the place of ?token=….",
            description =
                    "A client sends its own token in Authorization and gets a ticket that stands for it. A backend"
                            + " with the scope admin states whom the ticket is for. Usable once, for 30 seconds.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            oneOf = {
                                                                ApiSchemas.StatedTicket.class,
                                                                ApiSchemas.OwnTicket.class
                                                            }),
                                            examples = {
                                                @ExampleObject(
                                                        name = "backend",
                                                        value = "{\"app\":\"drivers\",\"user\":\"u-7\",\"entity\":"
                                                                + "\"driver/d-7\",\"for\":\"1h\"}"),
                                                @ExampleObject(name = "client", value = "{\"app\":\"wizz/drivers\"}")
                                            })))
    @ApiResponse(
            responseCode = "201",
            description = "The ticket. It can be had here and never again.",
            content = @Content(schema = @Schema(implementation = ApiSchemas.IssuedTicket.class)))
    HttpResponse<String> issue(HttpRequest<?> request, @Body byte[] body) {
        Optional<Caller> backend = request.getAttribute(CallerFilter.CALLER, Caller.class);
        return backend.isPresent() ? stated(backend.get(), body) : own(request, body);
    }

    private HttpResponse<String> stated(Caller caller, byte[] body) {
        TicketRequest.Stated stated = TicketRequestReader.stated(HttpJson.read(body, MAX_BYTES));
        Optional<Tenant> tenant = registry.activeTenant(caller.tenant());
        if (tenant.isEmpty()) {
            return Problem.response(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        return switch (StatedIdentity.of(
                tenant.get(), stated.app(), stated.user(), stated.entity(), stated.roles(), stated.scopes())) {
            case StatedIdentity.Refused(var rejection) -> Problem.response(rejection);
            case StatedIdentity.Known(var identity) -> {
                LOG.info("ticket app={} by={}", identity.app(), caller.name());
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                yield created(new Principal(identity, Optional.empty(), Optional.of(now), now.plus(stated.lasts())));
            }
        };
    }

    /** The handshake that the client would have made, less its door: that is checked when the ticket is used. */
    private HttpResponse<String> own(HttpRequest<?> request, byte[] body) {
        TicketRequest.Own own = TicketRequestReader.own(HttpJson.read(body, MAX_BYTES));
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().getAll("authorization").stream()
                .flatMap(header -> BearerToken.of(header).stream())
                .forEach(token -> headers.put("authorization", "Bearer " + token));
        Optional.ofNullable(request.getHeaders().get("origin")).ifPresent(origin -> headers.put("origin", origin));
        Map<String, String> query = new HashMap<>(own.selection());
        own.app().map(AppKey::toString).ifPresent(app -> query.put("app", app));
        return switch (authenticator.authenticate(new Handshake("", "", headers, query, List.of()))) {
            case AuthOutcome.Accepted accepted -> created(accepted.principal());
            // whoever may wait with saying who they are gets no ticket before that
            case AuthOutcome.Waiting _ -> Problem.response(Rejection.of(RejectionCode.UNAUTHORIZED));
            case AuthOutcome.Denied denied -> {
                LOG.info(
                        "no ticket code={} detail={}", denied.rejection().code().code(), denied.detail());
                yield Problem.response(denied.rejection());
            }
        };
    }

    private HttpResponse<String> created(Principal principal) {
        IssuedTicket issued = tickets.issue(principal);
        return HttpResponse.<String>created(HttpJson.object()
                .put("ticket", issued.text())
                .put("usableUntil", issued.usableUntil().toString())
                .put("app", principal.identity().app().toString())
                .put("entity", principal.identity().entity().toString())
                .put("expiresAt", principal.expiresAt().toString())
                .toString());
    }
}
