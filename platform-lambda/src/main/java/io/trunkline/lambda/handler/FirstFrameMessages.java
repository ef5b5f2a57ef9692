package io.trunkline.lambda.handler;

import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.ActionDispatcher;
import io.trunkline.core.dispatch.FirstFrames;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.dispatch.Waiter;
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
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.metrics.InvocationMetrics;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages of a connection that has not said who it is. */
@Singleton
final class FirstFrameMessages {
    private static final Logger LOG = LoggerFactory.getLogger(FirstFrameMessages.class);

    private final FirstFrames firstFrames;
    private final ActionDispatcher dispatcher;
    private final DialectRegistry dialects;
    private final MessageGate gate;
    private final Farewell farewell;
    private final Replies replies;
    private final InstantSource clock;

    FirstFrameMessages(
            FirstFrames firstFrames,
            ActionDispatcher dispatcher,
            DialectRegistry dialects,
            MessageGate gate,
            Farewell farewell,
            Replies replies,
            InstantSource clock) {
        this.firstFrames = firstFrames;
        this.dispatcher = dispatcher;
        this.dialects = dialects;
        this.gate = gate;
        this.farewell = farewell;
        this.replies = replies;
        this.clock = clock;
    }

    ProxyResponse handle(GatewayEvent event, Waiter waiter) {
        UsageTab.belongsTo(waiter.app().tenant());
        UsageTab.note(Usage.received(event.body().orElse("").getBytes(StandardCharsets.UTF_8).length));
        WireDialect dialect = dialects.require(waiter.dialect());
        Speaker speaker = new Speaker(waiter.connection(), Optional.empty(), waiter.connectedAt(), clock.instant());
        DecodeOutcome frame = dialect.decode(event.body().orElse(""), speaker);
        return switch (gate.admitWaiting(frame, waiter.app().tenant(), waiter.connection())) {
            case MessageGate.Verdict.Admitted() ->
                switch (frame) {
                    case DecodeOutcome.Decoded decoded -> answered(decoded, event, waiter);
                    case DecodeOutcome.Undecodable undecodable -> {
                        InvocationMetrics.count(Metric.REJECTED);
                        yield replies.answer(undecodable.frames(), event);
                    }
                };
            case MessageGate.Verdict.Limited(var rejection) -> {
                InvocationMetrics.count(Metric.REJECTED);
                yield replies.answer(Refusals.frames(frame, rejection, dialect), event);
            }
            case MessageGate.Verdict.Flood() -> {
                InvocationMetrics.count(Metric.REJECTED);
                Parting parting = farewell.part(
                        waiter.endpoint(),
                        waiter.connection(),
                        waiter.dialect(),
                        MessageGate.LAST_WORD,
                        waiter.deadline());
                LOG.warn("closed a flood connection={} parting={}", waiter.connection(), parting);
                yield ProxyResponse.status(200);
            }
        };
    }

    /** The answers up to the first refusal; what comes after an authentication is done as whoever that made it. */
    private ProxyResponse answered(DecodeOutcome.Decoded decoded, GatewayEvent event, Waiter waiter) {
        List<ServerEvent> answers = new ArrayList<>();
        Optional<ActionContext> entered = Optional.empty();
        boolean ends = false;
        for (ClientAction action : decoded.actions()) {
            if (entered.isPresent()) {
                answers.add(dispatched(action, entered.get(), event));
            } else {
                switch (acted(action, waiter, event)) {
                    case FirstFrames.Outcome.Answered(var answer) -> answers.add(answer);
                    case FirstFrames.Outcome.Entered(var answer, var context) -> {
                        InvocationMetrics.count(Metric.CONNECTIONS_OPENED);
                        answers.add(answer);
                        entered = Optional.of(context);
                    }
                    case FirstFrames.Outcome.TurnedAway(var answer, var detail) -> {
                        InvocationMetrics.count(Metric.CONNECTIONS_TURNED_AWAY);
                        LOG.info(
                                "turned away code={} connection={} detail={}",
                                answer.rejection().code().code(),
                                waiter.connection(),
                                detail);
                        answers.add(answer);
                        ends = true;
                    }
                    case FirstFrames.Outcome.Overtaken() -> {
                        LOG.info("left before it was somebody connection={}", waiter.connection());
                        // closed where it is there after all, as after two first frames at once
                        return end(List.of(), event, waiter.deadline());
                    }
                }
            }
            if (answers.getLast() instanceof ServerEvent.Refused) {
                InvocationMetrics.count(Metric.REJECTED);
                break;
            }
        }
        List<String> frames = decoded.wording().frames(answers);
        return ends ? end(frames, event, waiter.deadline()) : replies.answer(frames, event);
    }

    /** Says the last frames and closes. */
    private ProxyResponse end(List<String> frames, GatewayEvent event, Deadline deadline) {
        ProxyResponse response = replies.posted(frames, event);
        Parting parting = farewell.end(event.endpoint(), event.connectionId(), deadline);
        LOG.info("closed connection={} parting={}", event.connectionId(), parting);
        return response;
    }

    private FirstFrames.Outcome acted(ClientAction action, Waiter waiter, GatewayEvent event) {
        try {
            return firstFrames.act(action, waiter);
        } catch (RuntimeException e) {
            return new FirstFrames.Outcome.Answered(fault(action, event, e));
        }
    }

    private ServerEvent dispatched(ClientAction action, ActionContext context, GatewayEvent event) {
        try {
            return dispatcher.dispatch(action, context);
        } catch (RuntimeException e) {
            return fault(action, event, e);
        }
    }

    private static ServerEvent fault(ClientAction action, GatewayEvent event, RuntimeException e) {
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
