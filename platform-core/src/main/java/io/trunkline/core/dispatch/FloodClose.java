package io.trunkline.core.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a connection that floods, after a last word: the gateway's close can give no reason. */
public final class FloodClose {
    /** What the client is told. */
    public static final String REASON = "flood";

    private static final Logger LOG = LoggerFactory.getLogger(FloodClose.class);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(3);

    private final ConnectionGateway gateway;
    private final DialectRegistry dialects;

    public FloodClose(ConnectionGateway gateway, DialectRegistry dialects) {
        this.gateway = gateway;
        this.dialects = dialects;
    }

    /** Tells and closes; where the close fails, the flood's next message brings the next try. */
    public void close(ActionContext context) {
        String goAway = dialects.require(context.dialect())
                .encode(new ServerEvent.GoAway(REASON, Optional.empty(), Optional.empty()));
        gateway.post(context.endpoint(), context.connection(), ByteBuffer.wrap(goAway.getBytes(UTF_8)), LONGEST_CALL);
        try {
            gateway.close(context.endpoint(), context.connection(), LONGEST_CALL);
        } catch (UncheckedIOException e) {
            LOG.warn("a flooding connection could not be closed connection={}", context.connection(), e);
        }
    }
}
