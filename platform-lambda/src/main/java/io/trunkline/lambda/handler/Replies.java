package io.trunkline.lambda.handler;

import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.event.ProxyResponse;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the answer to a frame back. The last of its frames is the body of the function's answer, which the route's
 * response hands to the client; those before it, which only older formats have, are posted first, so that they arrive
 * in order.
 */
@Singleton
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ConnectionGateway gateway;

    Replies(ConnectionGateway gateway) {
        this.gateway = gateway;
    }

    ProxyResponse answer(List<String> frames, ActionContext context) {
        if (frames.isEmpty()) {
            return ProxyResponse.status(200);
        }
        post(frames.subList(0, frames.size() - 1), context);
        UsageTab.note(Usage.sent(frames.getLast().getBytes(StandardCharsets.UTF_8).length));
        return ProxyResponse.frame(frames.getLast());
    }

    /** Posts {@code frames} in order; one that does not arrive keeps nothing behind it back. */
    void post(List<String> frames, ActionContext context) {
        for (String frame : frames) {
            PostOutcome outcome = gateway.post(
                    context.endpoint(),
                    context.connection(),
                    ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)),
                    TIMEOUT);
            if (!(outcome instanceof PostOutcome.Delivered)) {
                LOG.info("a part of an answer did not arrive connection={} outcome={}", context.connection(), outcome);
            }
        }
    }
}
