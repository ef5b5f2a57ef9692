package io.trunkline.lambda.handler;

import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.lambda.event.GatewayEvent;
import io.trunkline.lambda.event.PrincipalContext;
import io.trunkline.lambda.event.ProxyResponse;
import io.trunkline.lambda.event.WaitingContext;
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
 * in order. An API without our authorizer, such as an older app's own, has no route response: there all are posted.
 */
@Singleton
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ConnectionGateway gateway;

    Replies(ConnectionGateway gateway) {
        this.gateway = gateway;
    }

    /** Answers {@code message} with these frames; none are no answer. */
    ProxyResponse answer(List<String> frames, GatewayEvent message) {
        if (frames.isEmpty() || !hasRouteResponse(message)) {
            return posted(frames, message);
        }
        posted(frames.subList(0, frames.size() - 1), message);
        UsageTab.note(Usage.sent(frames.getLast().getBytes(StandardCharsets.UTF_8).length));
        return ProxyResponse.frame(frames.getLast());
    }

    /** The same with every frame posted, so that all have gone out before the connection is closed. */
    ProxyResponse posted(List<String> frames, GatewayEvent message) {
        for (String frame : frames) {
            PostOutcome outcome = gateway.post(
                    message.endpoint(),
                    message.connectionId(),
                    ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)),
                    TIMEOUT);
            if (!(outcome instanceof PostOutcome.Delivered)) {
                LOG.info(
                        "a part of an answer did not arrive connection={} outcome={}", message.connectionId(), outcome);
            }
        }
        return ProxyResponse.status(200);
    }

    private static boolean hasRouteResponse(GatewayEvent message) {
        return PrincipalContext.read(message.authorizer()).isPresent()
                || WaitingContext.read(message.authorizer()).isPresent();
    }
}
