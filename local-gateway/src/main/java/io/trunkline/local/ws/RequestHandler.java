package io.trunkline.local.ws;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.trunkline.local.connections.ConnectionsEndpoint;
import io.trunkline.local.connections.HttpAnswer;
import io.trunkline.local.connections.ManagementRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a client's upgrade from a call of @connections, and refuses everything else. */
final class RequestHandler extends SimpleChannelInboundHandler<WholeRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

    private final Services services;
    private final Door door;
    private final RequestDeadline deadline;
    private boolean busy;

    RequestHandler(Services services, Door door, RequestDeadline deadline) {
        this.services = services;
        this.door = door;
        this.deadline = deadline;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WholeRequest request) {
        if (busy) {
            // neither SDKs nor browsers send a request before the answer to the last
            var _ = ctx.close();
            return;
        }
        busy = true;
        deadline.received();
        Optional<HttpAnswer> fault = faultOf(request);
        String stagePath = "/" + services.api().identity().stage();
        if (fault.isPresent()) {
            refuse(ctx, fault.get());
        } else if (services.endpoints().of(request.path()).isPresent()) {
            manage(ctx, request, services.endpoints().of(request.path()).get());
        } else if (!request.path().equals(stagePath) && !request.path().equals(stagePath + "/")) {
            refuse(ctx, Refusals.FORBIDDEN);
        } else {
            upgrade(ctx, request.head());
        }
    }

    private Optional<HttpAnswer> faultOf(WholeRequest request) {
        HttpRequest head = request.head();
        if (head.decoderResult().isFailure()) {
            return Optional.of(
                    switch (head.decoderResult().cause()) {
                        case TooLongHttpLineException line -> Refusals.URL_TOO_LONG;
                        case TooLongHttpHeaderException headers -> Refusals.HEADERS_TOO_LARGE;
                        default -> Refusals.BAD_REQUEST;
                    });
        }
        if (head.uri().length() > services.api().limits().urlChars()) {
            return Optional.of(Refusals.URL_TOO_LONG);
        }
        if (!head.protocolVersion().equals(HttpVersion.HTTP_1_1) || !head.uri().startsWith("/")) {
            return Optional.of(Refusals.BAD_REQUEST);
        }
        if (request.tooLarge()) {
            return Optional.of(ConnectionsEndpoint.tooLarge());
        }
        return Optional.empty();
    }

    private void manage(ChannelHandlerContext ctx, WholeRequest request, ConnectionsEndpoint endpoint) {
        Map<String, List<String>> headers = new HashMap<>();
        request.head().headers().forEach(header -> headers.computeIfAbsent(
                        header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                .add(header.getValue()));
        ManagementRequest management = new ManagementRequest(
                request.head().method().name(), request.path(), request.query(), headers, request.body());
        boolean keepAlive = HttpUtil.isKeepAlive(request.head());
        var _ = endpoint.handle(management)
                .whenCompleteAsync(
                        (answer, fault) -> {
                            if (fault != null) {
                                LOG.error("@connections failed", fault);
                                refuse(ctx, Refusals.INTERNAL);
                            } else if (keepAlive) {
                                busy = false;
                                deadline.answered();
                                Answers.writeAndKeep(
                                        ctx.channel(), answer, services.ids().next());
                            } else {
                                refuse(ctx, answer);
                            }
                        },
                        ctx.executor());
    }

    private void upgrade(ChannelHandlerContext ctx, HttpRequest head) {
        HttpHeaders headers = head.headers();
        boolean asksForUpgrade = head.method().equals(HttpMethod.GET)
                && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
        if (!asksForUpgrade || !"13".equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            refuse(ctx, Refusals.UPGRADE_REQUIRED);
        } else if (!isKey(headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY, ""))) {
            refuse(ctx, Refusals.BAD_REQUEST);
        } else if (!services.handshakes().tryAcquire()) {
            refuse(ctx, Refusals.TOO_MANY_REQUESTS);
        } else {
            Handshake handshake = new Handshake(services, ctx.channel(), door, head);
            services.ongoing().start(() -> {
                try {
                    handshake.run();
                } finally {
                    services.handshakes().release();
                }
            });
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key.strip()).length == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private void refuse(ChannelHandlerContext ctx, HttpAnswer answer) {
        Answers.writeAndClose(
                ctx.channel(),
                answer,
                services.ids().next(),
                services.api().bounds().closeGrace());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a request failed", cause);
        }
        var _ = ctx.close();
    }
}
