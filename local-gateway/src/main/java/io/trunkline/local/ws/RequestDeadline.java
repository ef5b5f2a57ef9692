package io.trunkline.local.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Closes a plain HTTP connection that dawdles: one whose request does not come in whole in time, however steadily it
 * trickles, and one that rests too long between requests. While a request is being answered there is no deadline here.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter implements Expiring {
    private final Services services;
    private @Nullable ChannelHandlerContext context;
    private volatile Instant deadline = Instant.MAX;
    private boolean resting;

    RequestDeadline(Services services) {
        this.services = services;
    }

    /** The request is whole; its answer is the functions' affair. */
    void received() {
        deadline = Instant.MAX;
    }

    /** The answer went out, and the client may send another request. */
    void answered() {
        resting = true;
        deadline = in(services.api().bounds().keepAlive());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        deadline = in(services.api().bounds().requestTimeout());
        services.expiries().add(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        services.expiries().remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        if (resting) {
            resting = false;
            deadline = in(services.api().bounds().requestTimeout());
        }
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void expireIfDue(Instant now) {
        if (!now.isBefore(deadline) && context != null) {
            var _ = context.close();
        }
    }

    private Instant in(Duration duration) {
        return services.clock().instant().plus(duration);
    }
}
