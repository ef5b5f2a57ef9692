package io.trunkline.lambda.handler;

import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.Arrival;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.FirstFrames;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.dispatch.OpenOutcome;
import io.trunkline.core.dispatch.Waiter;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.metrics.InvocationMetrics;
import jakarta.inject.Singleton;
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

    private final Callers callers;
    /** Kept back from the telling of events, which comes last. */
    private static final Duration LAST_RESERVE = Duration.ofMillis(200);

    private final ConnectionLifecycle lifecycle;
    private final FirstFrames firstFrames;
    private final FirstFrameMessages firstFrameMessages;
    private final DialectRegistry dialects;
    private final MessageGate gate;
    private final Farewell farewell;
    private final FrameAnswers frameAnswers;
    private final Replies replies;
    private final EventHook hook;
    private final InstantSource clock;

    WebSocketHandler(
            Callers callers,
            ConnectionLifecycle lifecycle,
            FirstFrames firstFrames,
            FirstFrameMessages firstFrameMessages,
            DialectRegistry dialects,
            MessageGate gate,
            Farewell farewell,
            FrameAnswers frameAnswers,
            Replies replies,
            EventHook hook,
            InstantSource clock) {
        this.callers = callers;
        this.lifecycle = lifecycle;
        this.firstFrames = firstFrames;
        this.firstFrameMessages = firstFrameMessages;
        this.dialects = dialects;
        this.gate = gate;
        this.farewell = farewell;
        this.frameAnswers = frameAnswers;
        this.replies = replies;
        this.hook = hook;
        this.clock = clock;
    }

    ProxyResponse handle(GatewayEvent event, Duration left) {
        UsageTab.label("request", event.requestId());
        UsageTab.label("connection", event.connectionId().value());
        Deadline deadline = Deadline.in(left.minus(RESERVE), clock);
        Deadline answering = Deadline.in(left.minus(LAST_RESERVE), clock);
        try {
            return switch (event.kind()) {
                case CONNECT -> connect(event, deadline);
                case MESSAGE -> message(event, deadline);
                case DISCONNECT -> disconnect(event);
            };
        } finally {
            InvocationMetrics.count(Metric.HOOK_EVENTS_LOST, hook.flush(answering.remaining()));
        }
    }

    private ProxyResponse connect(GatewayEvent event, Deadline deadline) {
        return switch (callers.arriving(event)) {
            case AuthOutcome.Accepted accepted -> open(event, accepted, deadline);
            case AuthOutcome.Waiting waiting -> await(event, waiting, deadline);
            case AuthOutcome.Denied denied -> turnAway(event, denied.rejection(), denied.detail());
        };
    }

    /** Stores nothing; who it is comes in its first frame. */
    private ProxyResponse await(GatewayEvent event, AuthOutcome.Waiting waiting, Deadline deadline) {
        UsageTab.belongsTo(waiting.app().tenant());
        Waiter waiter = Callers.waiter(event, waiting, deadline);
        Optional<Rejection> refused = firstFrames.arrived(waiter).or(() -> asked(event, waiter));
        if (refused.isPresent()) {
            return turnAway(event, refused.get(), "without a token");
        }
        LOG.info("waits to authenticate app={} connection={}", waiting.app(), event.connectionId());
        return completed(waiting.subprotocol());
    }

    /** What its query asks is done within the handshake; why it was not, where it was refused. */
    private Optional<Rejection> asked(GatewayEvent event, Waiter waiter) {
        for (ClientAction action : dialects.require(waiter.dialect()).asks(event.query())) {
            Optional<Rejection> refused =
                    switch (firstFrames.act(action, waiter)) {
                        case FirstFrames.Outcome.Answered(ServerEvent.Refused answer) ->
                            Optional.of(answer.rejection());
                        case FirstFrames.Outcome.TurnedAway away ->
                            Optional.of(away.answer().rejection());
                        case FirstFrames.Outcome.Answered _,
                                FirstFrames.Outcome.Entered _,
                                FirstFrames.Outcome.Overtaken _ -> Optional.empty();
                    };
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    private static ProxyResponse completed(Optional<String> subprotocol) {
        return new ProxyResponse(
                200,
                subprotocol.map(name -> Map.of("Sec-WebSocket-Protocol", name)).orElse(Map.of()),
                Optional.empty());
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
                yield completed(accepted.subprotocol());
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
        return switch (callers.speaking(event, deadline)) {
            case Callers.Speaking.Known(var context) -> message(event, context, deadline);
            case Callers.Speaking.Waits(var waiter) -> waiting(event, waiter, deadline);
            case Callers.Speaking.Nobody() -> unknown(event);
        };
    }

    private ProxyResponse waiting(GatewayEvent event, Waiter waiter, Deadline deadline) {
        if (!needsSomebody(event, waiter)) {
            return firstFrameMessages.handle(event, waiter);
        }
        return switch (callers.late(event, waiter, deadline)) {
            case Callers.Speaking.Known(var context) -> message(event, context, deadline);
            case Callers.Speaking.Waits(var still) -> firstFrameMessages.handle(event, still);
            case Callers.Speaking.Nobody() -> unknown(event);
        };
    }

    /**
     * Whether a frame is one that whoever waits may not say, or only to some rooms: a subscribe of a visitor waits for
     * a row as well, while a migration lasts, and is heard then.
     */
    private boolean needsSomebody(GatewayEvent event, Waiter waiter) {
        Speaker speaker = new Speaker(waiter.connection(), Optional.empty(), waiter.connectedAt(), clock.instant());
        return dialects.require(waiter.dialect()).decode(event.body().orElse(""), speaker)
                        instanceof DecodeOutcome.Decoded decoded
                && decoded.actions().stream()
                        .noneMatch(action ->
                                action instanceof ClientAction.Authenticate || action instanceof ClientAction.Ping);
    }

    private static ProxyResponse unknown(GatewayEvent event) {
        // the row is gone, so the connection is ending; there is nobody to answer
        LOG.info("message of an unknown connection={}", event.connectionId());
        return ProxyResponse.status(410);
    }

    private ProxyResponse message(GatewayEvent event, ActionContext context, Deadline deadline) {
        FrameAnswers.noted(event, context.principal().identity().tenant());
        WireDialect dialect = dialects.require(context.dialect());
        Speaker speaker = new Speaker(
                context.connection(),
                Optional.of(context.principal().identity()),
                context.connectedAt(),
                clock.instant());
        DecodeOutcome frame = dialect.decode(event.body().orElse(""), speaker);
        return frameAnswers.answer(
                admitted(frame, event, context),
                frame,
                dialect,
                event,
                deadline,
                decoded -> answered(decoded, event, context));
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

    private ProxyResponse answered(DecodeOutcome.Decoded decoded, GatewayEvent event, ActionContext context) {
        List<ServerEvent> answers = done(decoded.actions(), event, context);
        if (answers.stream().anyMatch(WebSocketHandler::saysRevoked)) {
            return end(context);
        }
        List<String> frames = decoded.wording().frames(answers);
        return answers.stream().anyMatch(WebSocketHandler::saysBye)
                ? takeLeave(frames, event, context)
                : replies.answer(frames, event);
    }

    private static boolean saysBye(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply && reply.action().equals("bye");
    }

    /** Answered by posts, as the function's own answer would come to a connection that is closed by then. */
    private ProxyResponse takeLeave(List<String> frames, GatewayEvent event, ActionContext context) {
        replies.posted(frames, event);
        Parting parting = farewell.end(context.endpoint(), context.connection(), context.deadline());
        if (!(parting instanceof Parting.Closed)) {
            // else its $disconnect does, and a second one would leave the mark of a disconnect that came first
            lifecycle.closed(context.connection(), clock.instant());
        }
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
            ServerEvent answer = frameAnswers.dispatched(action, context, event);
            answers.add(answer);
            if (answer instanceof ServerEvent.Refused) {
                InvocationMetrics.count(Metric.REJECTED);
                break;
            }
        }
        return answers;
    }

    private ProxyResponse disconnect(GatewayEvent event) {
        lifecycle.closed(event.connectionId(), clock.instant());
        InvocationMetrics.count(Metric.CONNECTIONS_CLOSED);
        LOG.info("disconnected connection={}", event.connectionId());
        return ProxyResponse.status(200);
    }
}
