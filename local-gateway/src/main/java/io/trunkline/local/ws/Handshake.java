package io.trunkline.local.ws;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import io.trunkline.local.connections.HttpAnswer;
import io.trunkline.local.event.AuthorizerContext;
import io.trunkline.local.event.ConnectedClient;
import io.trunkline.local.event.HandshakeRequest;
import io.trunkline.local.event.RequestStamp;
import io.trunkline.local.route.Authorizer;
import io.trunkline.local.route.AuthorizerAnswers;
import io.trunkline.local.route.AuthorizerVerdict;
import io.trunkline.local.route.IntegrationResponse;
import io.trunkline.local.route.InvokeOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client's way in: authorizer, $connect, and only then the answer 101. Blocks: for a virtual thread. */
final class Handshake {
    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);
    private static final String SUBPROTOCOL = "sec-websocket-protocol";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private sealed interface Step<T> {
        record Done<T>(T value) implements Step<T> {}

        record Refused<T>(HttpAnswer answer) implements Step<T> {}
    }

    private final Services services;
    private final Channel channel;
    private final HttpRequest head;
    private final ConnectedClient arrived;

    Handshake(Services services, Channel channel, Door door, HttpRequest head) {
        this.services = services;
        this.channel = channel;
        this.head = head;
        this.arrived = ClientRequests.client(services, channel, door, head);
    }

    void run() {
        Optional<HandshakeRequest> request = ClientRequests.request(services, channel, head, arrived);
        if (request.isEmpty()) {
            refuse(Refusals.BAD_REQUEST);
            return;
        }
        switch (authorize(request.get())) {
            case Step.Refused<ConnectedClient>(HttpAnswer answer) -> refuse(answer);
            case Step.Done<ConnectedClient>(ConnectedClient client) -> {
                // gone while the authorizer was asked: there is nothing to connect, or to disconnect
                if (channel.isActive()) {
                    connect(client, request.get());
                }
            }
        }
    }

    private Step<ConnectedClient> authorize(HandshakeRequest request) {
        Optional<Authorizer> authorizer = services.api().authorizer();
        if (authorizer.isEmpty()) {
            return new Step.Done<>(arrived);
        }
        if (!authorizer.get().hasIdentity(request)) {
            return new Step.Refused<>(Refusals.UNAUTHORIZED);
        }
        RequestStamp stamp = services.ids().stamp();
        InvokeOutcome outcome = services.invocations()
                .invoke(authorizer.get().invoker(), services.events().authorizer(arrived, request, stamp));
        Duration latency = Duration.between(stamp.time(), services.clock().instant());
        String arn = services.api().identity().connectArn();
        return switch (AuthorizerAnswers.read(outcome, arn, latency)) {
            case AuthorizerVerdict.Allowed(AuthorizerContext context) -> new Step.Done<>(arrived.authorizedAs(context));
            case AuthorizerVerdict.Unauthorized() -> new Step.Refused<>(Refusals.UNAUTHORIZED);
            case AuthorizerVerdict.Denied() -> new Step.Refused<>(Refusals.FORBIDDEN);
            case AuthorizerVerdict.Failed(String reason) -> {
                LOG.warn("a client was refused: {}", reason);
                yield new Step.Refused<>(Refusals.AUTHORIZER_FAILED);
            }
        };
    }

    private void connect(ConnectedClient client, HandshakeRequest request) {
        switch (integrate(client, request)) {
            case Step.Refused<Optional<String>>(HttpAnswer answer) -> refuse(answer);
            case Step.Done<Optional<String>>(Optional<String> subprotocol) -> {
                GatewayConnection connection = new GatewayConnection(client, channel, services);
                if (!open(connection, subprotocol)) {
                    // $connect has happened, so what it stored must be undone
                    connection.endedBy(CloseCauses.DROPPED);
                    var _ = channel.close();
                }
            }
        }
    }

    /** The subprotocol that $connect chose: its response alone decides, whatever the client offered. */
    private Step<Optional<String>> integrate(ConnectedClient client, HandshakeRequest request) {
        var integration = services.api().routes().connect();
        if (integration.isEmpty()) {
            return new Step.Done<>(Optional.empty());
        }
        InvokeOutcome outcome = services.invocations()
                .invoke(
                        integration.get().invoker(),
                        services.events()
                                .connect(client, request, services.ids().stamp()));
        Optional<IntegrationResponse> response = MessageDispatch.responseOf(outcome);
        if (response.isEmpty()) {
            LOG.warn("$connect failed: {}", MessageDispatch.describe(outcome));
            return new Step.Refused<>(Refusals.ofFailure(outcome));
        }
        if (!response.get().isSuccessful()) {
            return new Step.Refused<>(Refusals.ofHandler(response.get().statusCode()));
        }
        Optional<String> subprotocol =
                Optional.ofNullable(response.get().headers().get(SUBPROTOCOL));
        if (subprotocol.filter(chosen -> !TOKEN.matcher(chosen).matches()).isPresent()) {
            LOG.warn("$connect failed: the Sec-WebSocket-Protocol that it returned is no token");
            return new Step.Refused<>(Refusals.BAD_GATEWAY);
        }
        return new Step.Done<>(subprotocol);
    }

    /** False if the client has gone, or the gateway is closing. */
    private boolean open(GatewayConnection connection, Optional<String> subprotocol) {
        try {
            return CompletableFuture.supplyAsync(() -> openOnLoop(connection, subprotocol), channel.eventLoop())
                    .join();
        } catch (RejectedExecutionException loopIsGone) {
            return false;
        } catch (CompletionException fault) {
            LOG.error("a connection could not be opened", fault);
            return false;
        }
    }

    private boolean openOnLoop(GatewayConnection connection, Optional<String> subprotocol) {
        // from here on posts reach the connection, but only behind the answer 101: this loop writes both
        if (!channel.isActive() || !services.connections().add(connection)) {
            return false;
        }
        services.expiries().add(connection);
        Limits limits = services.api().limits();
        var pipeline = channel.pipeline();
        pipeline.remove(RequestDeadline.class);
        pipeline.remove(RequestCollector.class);
        pipeline.replace(RequestHandler.class, "frames", new FrameHandler(connection, limits));
        HttpHeaders more = new DefaultHttpHeaders();
        subprotocol.ifPresent(chosen -> more.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, chosen));
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(limits.frameBytes())
                .expectMaskedFrames(true)
                .allowMaskMismatch(false)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        var _ = new WebSocketServerHandshaker13("/" + services.api().identity().stage(), null, frames)
                .handshake(channel, upgrade(), more, channel.newPromise());
        return true;
    }

    private DefaultFullHttpRequest upgrade() {
        return new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
    }

    private void refuse(HttpAnswer answer) {
        Answers.writeAndClose(
                channel, answer, services.ids().next(), services.api().bounds().closeGrace());
    }
}
