package io.trunkline.lambda.handler;

import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.FirstFrames;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.dispatch.Waiter;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.metrics.InvocationMetrics;
import jakarta.inject.Singleton;
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
    private final DialectRegistry dialects;
    private final MessageGate gate;
    private final Farewell farewell;
    private final Replies replies;
    private final FrameAnswers answers;
    private final InstantSource clock;

    FirstFrameMessages(
            FirstFrames firstFrames,
            DialectRegistry dialects,
            MessageGate gate,
            Farewell farewell,
            Replies replies,
            FrameAnswers answers,
            InstantSource clock) {
        this.firstFrames = firstFrames;
        this.dialects = dialects;
        this.gate = gate;
        this.farewell = farewell;
        this.replies = replies;
        this.answers = answers;
        this.clock = clock;
    }

    ProxyResponse handle(GatewayEvent event, Waiter waiter) {
        FrameAnswers.noted(event, waiter.app().tenant());
        WireDialect dialect = dialects.require(waiter.dialect());
        Speaker speaker = new Speaker(waiter.connection(), Optional.empty(), waiter.connectedAt(), clock.instant());
        DecodeOutcome frame = dialect.decode(event.body().orElse(""), speaker);
        return answers.answer(
                gate.admitWaiting(frame, waiter.app().tenant(), waiter.connection()),
                frame,
                dialect,
                event,
                waiter.deadline(),
                decoded -> answered(decoded, event, waiter));
    }

    /** The answers up to the first refusal; what comes after an authentication is done as whoever that made it. */
    private ProxyResponse answered(DecodeOutcome.Decoded decoded, GatewayEvent event, Waiter waiter) {
        List<ServerEvent> said = new ArrayList<>();
        Optional<ActionContext> entered = Optional.empty();
        boolean ends = false;
        for (ClientAction action : decoded.actions()) {
            if (entered.isPresent()) {
                said.add(answers.dispatched(action, entered.get(), event));
            } else {
                switch (acted(action, waiter, event)) {
                    case FirstFrames.Outcome.Answered(var answer) -> said.add(answer);
                    case FirstFrames.Outcome.Entered(var answer, var context) -> {
                        InvocationMetrics.count(Metric.CONNECTIONS_OPENED);
                        said.add(answer);
                        entered = Optional.of(context);
                    }
                    case FirstFrames.Outcome.TurnedAway(var answer, var detail) -> {
                        InvocationMetrics.count(Metric.CONNECTIONS_TURNED_AWAY);
                        LOG.info(
                                "turned away code={} connection={} detail={}",
                                answer.rejection().code().code(),
                                waiter.connection(),
                                detail);
                        said.add(answer);
                        ends = true;
                    }
                    case FirstFrames.Outcome.Overtaken() -> {
                        LOG.info("left before it was somebody connection={}", waiter.connection());
                        // closed where it is there after all, as after two first frames at once
                        return end(List.of(), event, waiter.deadline());
                    }
                }
            }
            if (said.getLast() instanceof ServerEvent.Refused) {
                InvocationMetrics.count(Metric.REJECTED);
                break;
            }
        }
        List<String> frames = decoded.wording().frames(said);
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
            return new FirstFrames.Outcome.Answered(FrameAnswers.fault(action, event, e));
        }
    }
}
