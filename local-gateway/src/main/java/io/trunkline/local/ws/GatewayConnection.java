package io.trunkline.local.ws;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.trunkline.local.connections.ConnectionStatus;
import io.trunkline.local.connections.PostResult;
import io.trunkline.local.event.ConnectedClient;
import io.trunkline.local.event.DisconnectCause;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open connection. However many reasons for its end come together, the first alone counts: it takes the connection
 * out of the table and sends the one DISCONNECT event, after the messages that came before it.
 */
final class GatewayConnection implements Expiring {
    private final ConnectedClient client;
    private final Channel channel;
    private final Services services;
    private final MessageDispatch dispatch;
    private final InOrder work;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Instant lastActiveAt;

    GatewayConnection(ConnectedClient client, Channel channel, Services services) {
        this.client = client;
        this.channel = channel;
        this.services = services;
        this.dispatch = new MessageDispatch(services);
        this.work = new InOrder(services.ongoing());
        this.lastActiveAt = services.clock().instant();
    }

    ConnectedClient client() {
        return client;
    }

    ConnectionStatus status() {
        return new ConnectionStatus(client.connectedAt(), lastActiveAt, client.sourceIp(), client.userAgent());
    }

    boolean hasEnded() {
        return ended.get();
    }

    /** Whether more messages may be read. */
    boolean hasRoom() {
        return work.size() < services.api().bounds().queuedMessages();
    }

    /** Something came from the client, or went to it. Which of these AWS counts is not documented; both count here. */
    void touch() {
        lastActiveAt = services.clock().instant();
    }

    /** Takes a whole message; {@code thenRead} runs on the event loop when it has been handled. */
    void message(String text, Runnable thenRead) {
        var stamp = services.ids().stamp();
        work.submit(() -> {
            try {
                dispatch.message(this, text, stamp);
            } finally {
                onLoop(thenRead);
            }
        });
    }

    /** Sends a reply; one to a connection that has ended meanwhile is lost, as on AWS. */
    void reply(String text) {
        onLoop(() -> {
            if (!ended.get()) {
                touch();
                var _ = channel.writeAndFlush(new TextWebSocketFrame(text));
            }
        });
    }

    CompletionStage<PostResult> post(String text) {
        CompletableFuture<PostResult> result = new CompletableFuture<>();
        if (!onLoop(() -> result.complete(postOnLoop(text)))) {
            result.complete(PostResult.GONE);
        }
        return result;
    }

    private PostResult postOnLoop(String text) {
        if (ended.get() || !channel.isActive()) {
            return PostResult.GONE;
        }
        if (!channel.isWritable()) {
            return PostResult.BUFFER_FULL;
        }
        ChannelFuture written = channel.writeAndFlush(new TextWebSocketFrame(text));
        if (written.isDone() && !written.isSuccess()) {
            return PostResult.GONE;
        }
        touch();
        return PostResult.ACCEPTED;
    }

    /** Ends the connection from this side, with a close frame. False if it had ended already. */
    boolean end(DisconnectCause cause) {
        if (!endedBy(cause)) {
            return false;
        }
        onLoop(() -> {
            // reads on, whatever stopped it: the client's own close frame is to be seen
            channel.config().setAutoRead(true);
            var _ = channel.writeAndFlush(new CloseWebSocketFrame(cause.statusCode(), cause.reason()));
            // a client that never answers the close frame, or never reads it, must not keep its socket
            Sockets.closeAfter(channel, services.api().bounds().closeGrace());
        });
        return true;
    }

    /** Notes that the connection has come to its end by itself. False if another cause was first. */
    boolean endedBy(DisconnectCause cause) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        services.connections().remove(this);
        services.expiries().remove(this);
        work.submit(() -> dispatch.disconnect(client, cause));
        return true;
    }

    /** Waits until the socket is closed: by the client's answer to a close frame, or by the end of its grace. */
    void awaitClosed() {
        channel.closeFuture().awaitUninterruptibly();
    }

    @Override
    public void expireIfDue(Instant now) {
        if (isOver(client.connectedAt(), services.api().limits().connectionAge(), now)) {
            end(CloseCauses.TOO_OLD);
        } else if (isOver(lastActiveAt, services.api().limits().idle(), now)) {
            end(CloseCauses.IDLE);
        }
    }

    private static boolean isOver(Instant since, Duration limit, Instant now) {
        return !now.isBefore(since.plus(limit));
    }

    private boolean onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException loopIsGone) {
            return false;
        }
    }
}
