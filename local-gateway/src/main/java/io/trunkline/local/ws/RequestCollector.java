package io.trunkline.local.ws;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Puts requests together, and reads on past a body that is too large: a client that is cut off in the middle of its
 * body sees a reset connection instead of the answer 413.
 */
final class RequestCollector extends SimpleChannelInboundHandler<HttpObject> {
    private static final int MAX_DISCARDED = 10 * 1024 * 1024;

    private final int maxBody;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpRequest head;
    private long received;

    RequestCollector(int maxBody) {
        this.maxBody = maxBody;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) throws IOException {
        if (part instanceof HttpRequest request) {
            head = request;
            received = 0;
            body.reset();
            if (request.decoderResult().isFailure()) {
                emit(ctx, false);
            } else if (HttpUtil.is100ContinueExpected(request)) {
                if (HttpUtil.getContentLength(request, 0L) > maxBody) {
                    emit(ctx, true);
                } else {
                    var _ = ctx.writeAndFlush(new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
                }
            }
        }
        if (part instanceof HttpContent content && head != null) {
            append(ctx, content);
        }
    }

    private void append(ChannelHandlerContext ctx, HttpContent content) throws IOException {
        if (content.decoderResult().isFailure() && head != null) {
            head.setDecoderResult(content.decoderResult());
            emit(ctx, false);
            return;
        }
        int bytes = content.content().readableBytes();
        received += bytes;
        if (received <= maxBody) {
            content.content().readBytes(body, bytes);
        } else if (received > MAX_DISCARDED) {
            head = null;
            var _ = ctx.close();
            return;
        }
        if (content instanceof LastHttpContent) {
            emit(ctx, received > maxBody);
        }
    }

    private void emit(ChannelHandlerContext ctx, boolean tooLarge) {
        if (head != null) {
            WholeRequest request = new WholeRequest(head, tooLarge ? new byte[0] : body.toByteArray(), tooLarge);
            head = null;
            body.reset();
            ctx.fireChannelRead(request);
        }
    }
}
