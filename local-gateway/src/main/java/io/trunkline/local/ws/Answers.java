package io.trunkline.local.ws;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.trunkline.local.connections.HttpAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes plain HTTP answers. */
final class Answers {
    private Answers() {}

    static void writeAndKeep(Channel channel, HttpAnswer answer, String requestId) {
        var _ = channel.writeAndFlush(response(answer, requestId));
    }

    /**
     * Writes, then closes in two steps: this side first, the socket when the client has closed its side or
     * {@code grace} is over. Closing at once on a client that still sends would reset the connection, and the answer be
     * lost.
     */
    static void writeAndClose(Channel channel, HttpAnswer answer, String requestId, Duration grace) {
        FullHttpResponse response = response(answer, requestId);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        channel.writeAndFlush(response).addListener(written -> {
            if (channel instanceof SocketChannel socket && socket.isActive()) {
                var _ = socket.shutdownOutput();
                Sockets.closeAfter(channel, grace);
            }
        });
    }

    private static FullHttpResponse response(HttpAnswer answer, String requestId) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8));
        answer.headers().forEach((name, value) -> response.headers().set(name, value));
        response.headers().set("x-amzn-RequestId", requestId);
        if (answer.status() != HttpResponseStatus.NO_CONTENT.code()) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        }
        return response;
    }
}
