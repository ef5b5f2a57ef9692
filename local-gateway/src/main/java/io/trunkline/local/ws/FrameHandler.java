package io.trunkline.local.ws;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.trunkline.local.event.DisconnectCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's frames: puts messages together, answers pings, and ends the connection where a frame is out of
 * bounds.
 */
final class FrameHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);

    private final GatewayConnection connection;
    private final int messageBytes;
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    FrameHandler(GatewayConnection connection, Limits limits) {
        this.connection = connection;
        this.messageBytes = limits.messageBytes();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws IOException {
        if (connection.hasEnded()) {
            if (frame instanceof CloseWebSocketFrame) {
                var _ = ctx.close();
            }
            return;
        }
        connection.touch();
        switch (frame) {
            case TextWebSocketFrame text -> append(ctx, text);
            case ContinuationWebSocketFrame more -> append(ctx, more);
            case BinaryWebSocketFrame binary -> connection.end(CloseCauses.BINARY);
            case PingWebSocketFrame ping -> {
                var _ = ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
            case PongWebSocketFrame pong -> {}
            case CloseWebSocketFrame close -> closedByClient(ctx, close);
            default -> connection.end(CloseCauses.INTERNAL);
        }
    }

    private void append(ChannelHandlerContext ctx, WebSocketFrame frame) throws IOException {
        if (message.size() + frame.content().readableBytes() > messageBytes) {
            connection.end(CloseCauses.TOO_LARGE);
            return;
        }
        frame.content().readBytes(message, frame.content().readableBytes());
        if (frame.isFinalFragment()) {
            byte[] whole = message.toByteArray();
            message.reset();
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(whole))
                        .toString();
                connection.message(text, () -> readAsBounded(ctx));
                readAsBounded(ctx);
            } catch (CharacterCodingException notText) {
                connection.end(CloseCauses.NOT_UTF8);
            }
        }
    }

    private void closedByClient(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
        int code = close.statusCode();
        connection.endedBy(code < 0 ? CloseCauses.NO_STATUS : new DisconnectCause(code, close.reasonText()));
        ctx.writeAndFlush(new CloseWebSocketFrame(
                        close.isFinalFragment(), close.rsv(), close.content().retain()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Reads while few messages wait for their function and the client reads what it is sent: one that floods is held
     * back by TCP, and one that pings without reading cannot pile up pongs. What one read brought in already is still
     * taken.
     */
    private void readAsBounded(ChannelHandlerContext ctx) {
        boolean read =
                connection.hasEnded() || (connection.hasRoom() && ctx.channel().isWritable());
        ctx.channel().config().setAutoRead(read);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        readAsBounded(ctx);
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.endedBy(CloseCauses.DROPPED);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException violation) {
            connection.end(CloseCauses.violation(violation.closeStatus()));
        } else if (cause instanceof IOException || cause instanceof DecoderException) {
            connection.endedBy(CloseCauses.DROPPED);
            var _ = ctx.close();
        } else {
            LOG.error("connection {} failed", connection.client().connectionId(), cause);
            connection.end(CloseCauses.INTERNAL);
        }
    }
}
