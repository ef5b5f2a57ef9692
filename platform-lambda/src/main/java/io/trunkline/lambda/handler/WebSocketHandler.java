package io.trunkline.lambda.handler;

import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.ActionDispatcher;
import io.trunkline.core.dispatch.Arrival;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.dispatch.OpenOutcome;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.PrincipalContext;
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.metrics.InvocationMetrics;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The three routes of the WebSocket API. */
@Singleton
final class WebSocketHandler {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketHandler.class);

    /** Kept back from the time that is left, to answer and to be frozen in good order. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    private final Authenticator authenticator;
    private final ConnectionLifecycle lifecycle;
    private final ConnectionStore connections;
    private final DialectRegistry dialects;
    private final MessageGate gate;
    private final Farewell farewell;
    private final ActionDispatcher dispatcher;
    private final Replies replies;
    private final InstantSource clock;

    WebSocketHandler(
            Authenticator authenticator,
            ConnectionLifecycle lifecycle,
            ConnectionStore connections,
            DialectRegistry dialects,
            MessageGate gate,
            Farewell farewell,
            ActionDispatcher dispatcher,
            Replies replies,
            InstantSource clock) {
        this.authenticator = authenticator;
        this.lifecycle = lifecycle;
        this.connections = connections;
        this.dialects = dialects;
        this.gate = gate;
        this.farewell = farewell;
        this.dispatcher = dispatcher;
        this.replies = replies;
        this.clock = clock;
    }

    ProxyResponse handle(GatewayEvent event, Duration left) {
        UsageTab.label("request", event.requestId());
        UsageTab.label("connection", event.connectionId().value());
        Deadline deadline = Deadline.in(left.minus(RESERVE), clock);
        return switch (event.kind()) {
            case CONNECT -> connect(event, deadline);
            case MESSAGE -> message(event, deadline);
            case DISCONNECT -> disconnect(event);
        };
    }

    /** An API without our authorizer, such as an older app's own, has its handshakes verified here. */
    private ProxyResponse connect(GatewayEvent event, Deadline deadline) {
        AuthOutcome outcome = PrincipalContext.read(event.authorizer())
                .<AuthOutcome>map(accepted -> accepted)
                .orElseGet(() -> authenticator.authenticate(Handshakes.of(event)));
        return switch (outcome) {
            case AuthOutcome.Accepted accepted -> open(event, accepted, deadline);
            case AuthOutcome.Denied denied -> turnAway(event, denied.rejection(), denied.detail());
        };
    }

    private ProxyResponse open(GatewayEvent event, AuthOutcome.Accepted accepted, Deadline deadline) {
        UsageTab.belongsTo(accepted.principal().identity().tenant());
        OpenOutcome outcome = lifecycle.opened(
                event.connectionId(),
                accepted.principal(),
                event.endpoint(),
                accepted.dialect(),
                new Arrival(
                        Optional.ofNullable(event.query().get("platform")),
                        Optional.ofNullable(event.query().get("deviceId")),
                        Optional.ofNullable(event.headers().get("user-agent")),
                        event.sourceIp().flatMap(SourceAddress::of)),
                event.connectedAt(),
                deadline);
        return switch (outcome) {
            case OpenOutcome.Opened _ -> {
                InvocationMetrics.count(Metric.CONNECTIONS_OPENED);
                LOG.info(
                        "connected app={} connection={}",
                        accepted.principal().identity().app(),
                        event.connectionId());
                yield new ProxyResponse(
                        200,
                        accepted.subprotocol()
                                .map(name -> Map.of("Sec-WebSocket-Protocol", name))
                                .orElse(Map.of()),
                        Optional.empty());
            }
            case OpenOutcome.Overtaken _ -> {
                LOG.info("left before it was connected connection={}", event.connectionId());
                yield ProxyResponse.status(410);
            }
            case OpenOutcome.TurnedAway turnedAway -> turnAway(event, turnedAway.rejection(), "");
        };
    }

    private static ProxyResponse turnAway(GatewayEvent event, Rejection rejection, String detail) {
        InvocationMetrics.count(Metric.CONNECTIONS_TURNED_AWAY);
        LOG.info("turned away code={} connection={} detail={}", rejection.code().code(), event.connectionId(), detail);
        return ProxyResponse.status(rejection.code().status());
    }

    private ProxyResponse message(GatewayEvent event, Deadline deadline) {
        InvocationMetrics.count(Metric.MESSAGES_IN);
        Optional<ActionContext> known = context(event, deadline);
        if (known.isEmpty()) {
            // the row is gone, so the connection is ending; there is nobody to answer
            LOG.info("message of an unknown connection={}", event.connectionId());
            return ProxyResponse.status(410);
        }
        ActionContext context = known.get();
        UsageTab.belongsTo(context.principal().identity().tenant());
        UsageTab.note(Usage.received(event.body().orElse("").getBytes(StandardCharsets.UTF_8).length));
        WireDialect dialect = dialects.require(context.dialect());
        Speaker speaker = new Speaker(
                context.connection(),
                Optional.of(context.principal().identity()),
                context.connectedAt(),
                clock.instant());
        DecodeOutcome frame = dialect.decode(event.body().orElse(""), speaker);
        return switch (admitted(frame, event, context)) {
            case MessageGate.Verdict.Admitted() ->
                switch (frame) {
                    case DecodeOutcome.Decoded decoded -> answered(decoded, event, context);
                    case DecodeOutcome.Undecodable undecodable -> {
                        InvocationMetrics.count(Metric.REJECTED);
                        yield replies.answer(undecodable.frames(), context);
                    }
                };
            case MessageGate.Verdict.Limited(var rejection) -> {
                InvocationMetrics.count(Metric.REJECTED);
                yield replies.answer(refused(frame, rejection, dialect), context);
            }
            case MessageGate.Verdict.Flood() -> {
                InvocationMetrics.count(Metric.REJECTED);
                Parting parting = farewell.part(
                        context.endpoint(), context.connection(), context.dialect(), MessageGate.LAST_WORD, deadline);
                LOG.warn("closed a flood connection={} parting={}", event.connectionId(), parting);
                yield ProxyResponse.status(200);
            }
        };
    }

    /** A limit that cannot be looked up is no reason to close: the frame is refused, and may be repeated. */
    private MessageGate.Verdict admitted(DecodeOutcome frame, GatewayEvent event, ActionContext context) {
        try {
            return gate.admit(frame, context);
        } catch (RuntimeException e) {
            InvocationMetrics.count(Metric.FAULTS);
            LOG.error("not admitted connection={} request={}", event.connectionId(), event.requestId(), e);
            return new MessageGate.Verdict.Limited(Rejection.of(RejectionCode.INTERNAL));
        }
    }

    private static List<String> refused(DecodeOutcome frame, Rejection rejection, WireDialect dialect) {
        return switch (frame) {
            case DecodeOutcome.Decoded(var actions, var wording)
            when !actions.isEmpty() ->
                wording.frames(
                        List.of(new ServerEvent.Refused(actions.getFirst().id(), Optional.empty(), rejection)));
            case DecodeOutcome.Decoded _, DecodeOutcome.Undecodable _ ->
                dialect.encode(new ServerEvent.Refused(Optional.empty(), Optional.empty(), rejection));
        };
    }

    private ProxyResponse answered(DecodeOutcome.Decoded decoded, GatewayEvent event, ActionContext context) {
        List<ServerEvent> answers = done(decoded.actions(), event, context);
        if (answers.stream().anyMatch(WebSocketHandler::saysRevoked)) {
            return end(context);
        }
        List<String> frames = decoded.wording().frames(answers);
        return answers.stream().anyMatch(WebSocketHandler::saysBye)
                ? takeLeave(frames, context)
                : replies.answer(frames, context);
    }

    private static boolean saysBye(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply && reply.action().equals("bye");
    }

    /** Answered by posts, as the function's own answer would come to a connection that is closed by then. */
    private ProxyResponse takeLeave(List<String> frames, ActionContext context) {
        replies.post(frames, context);
        Parting parting = farewell.end(context.endpoint(), context.connection(), context.deadline());
        lifecycle.closed(context.connection(), clock.instant());
        LOG.info("said bye connection={} parting={}", context.connection(), parting);
        return ProxyResponse.status(200);
    }

    private static boolean saysRevoked(ServerEvent answer) {
        return answer instanceof ServerEvent.Refused refused
                && refused.rejection().code() == RejectionCode.REVOKED;
    }

    /** Ends a connection that a forced logout could not reach, such as one whose handshake was under way. */
    private ProxyResponse end(ActionContext context) {
        Parting parting = farewell.part(
                context.endpoint(),
                context.connection(),
                context.dialect(),
                new ServerEvent.GoAway(RejectionCode.REVOKED.code(), Optional.empty(), Optional.empty()),
                context.deadline());
        LOG.info("revoked connection={} parting={}", context.connection(), parting);
        return ProxyResponse.status(403);
    }

    /** The answers up to the first refusal, as what follows it may rest on what was refused. */
    private List<ServerEvent> done(List<ClientAction> actions, GatewayEvent event, ActionContext context) {
        List<ServerEvent> answers = new ArrayList<>();
        for (ClientAction action : actions) {
            ServerEvent answer = done(action, event, context);
            answers.add(answer);
            if (answer instanceof ServerEvent.Refused) {
                InvocationMetrics.count(Metric.REJECTED);
                break;
            }
        }
        return answers;
    }

    private ServerEvent done(ClientAction action, GatewayEvent event, ActionContext context) {
        try {
            return dispatcher.dispatch(action, context);
        } catch (RuntimeException e) {
            InvocationMetrics.count(Metric.FAULTS);
            LOG.error(
                    "failed connection={} request={} action={}",
                    event.connectionId(),
                    event.requestId(),
                    action.getClass().getSimpleName(),
                    e);
            return new ServerEvent.Refused(action.id(), Optional.empty(), Rejection.of(RejectionCode.INTERNAL));
        }
    }

    /** Who speaks: from the event itself, or from the connection's row where its API has no authorizer. */
    private Optional<ActionContext> context(GatewayEvent event, Deadline deadline) {
        Optional<AuthOutcome.Accepted> carried = PrincipalContext.read(event.authorizer());
        if (carried.isPresent()) {
            return Optional.of(new ActionContext(
                    event.connectionId(),
                    carried.get().principal(),
                    event.endpoint(),
                    carried.get().dialect(),
                    event.connectedAt(),
                    deadline,
                    carried.get().platform()));
        }
        Optional<Connection> stored = connections.find(event.connectionId(), clock.instant());
        return stored.map(connection -> new ActionContext(
                connection.id(),
                connection.principal(),
                connection.endpoint(),
                connection.dialect(),
                connection.connectedAt(),
                deadline,
                connection.platform()));
    }

    private ProxyResponse disconnect(GatewayEvent event) {
        lifecycle.closed(event.connectionId(), clock.instant());
        InvocationMetrics.count(Metric.CONNECTIONS_CLOSED);
        LOG.info("disconnected connection={}", event.connectionId());
        return ProxyResponse.status(200);
    }
}
