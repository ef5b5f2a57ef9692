package io.trunkline.lambda.handler;

import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.ActionDispatcher;
import io.trunkline.core.dispatch.MessageGate;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Metric;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.metrics.InvocationMetrics;
import io.trunkline.routing.key.TenantId;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a frame, whoever sent it: acted on, refused in its dialect's words, or the last one of a flood. A
 * fault of one action is a refusal and a line in the log.
 */
@Singleton
final class FrameAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(FrameAnswers.class);

    private final ActionDispatcher dispatcher;
    private final Farewell farewell;
    private final Replies replies;

    FrameAnswers(ActionDispatcher dispatcher, Farewell farewell, Replies replies) {
        this.dispatcher = dispatcher;
        this.farewell = farewell;
        this.replies = replies;
    }

    /** Puts the frame on the tenant's bill. */
    static void noted(GatewayEvent event, TenantId tenant) {
        UsageTab.belongsTo(tenant);
        UsageTab.note(Usage.received(event.body().orElse("").getBytes(StandardCharsets.UTF_8).length));
    }

    /** Answers {@code frame} as the gate's verdict says; where that admits it, by {@code acting}. */
    ProxyResponse answer(
            MessageGate.Verdict verdict,
            DecodeOutcome frame,
            WireDialect dialect,
            GatewayEvent event,
            Deadline deadline,
            Function<DecodeOutcome.Decoded, ProxyResponse> acting) {
        return switch (verdict) {
            case MessageGate.Verdict.Admitted() ->
                switch (frame) {
                    case DecodeOutcome.Decoded decoded -> acting.apply(decoded);
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
                        event.endpoint(), event.connectionId(), dialect.id(), MessageGate.LAST_WORD, deadline);
                LOG.warn("closed a flood connection={} parting={}", event.connectionId(), parting);
                yield ProxyResponse.status(200);
            }
        };
    }

    /** Does an action of somebody who is known. */
    ServerEvent dispatched(ClientAction action, ActionContext context, GatewayEvent event) {
        try {
            return dispatcher.dispatch(action, context);
        } catch (RuntimeException e) {
            return fault(action, event, e);
        }
    }

    /** The refusal that a fault is to whoever asked. */
    static ServerEvent fault(ClientAction action, GatewayEvent event, RuntimeException e) {
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
