package io.trunkline.local.ws;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.trunkline.local.connections.ConnectionsEndpoint;
import io.trunkline.local.connections.CredentialLookup;
import io.trunkline.local.connections.Endpoints;
import io.trunkline.local.event.DisconnectCause;
import io.trunkline.local.event.GatewayEvents;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running WebSocket API on this machine: every door open, @connections on each of them. */
public final class WebSocketGateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketGateway.class);
    private static final int LOOP_THREADS = 2;
    private static final long SWEEP_MILLIS = 200;
    // beside the URL, the request line holds a method and the version
    private static final int REQUEST_LINE_EXTRA = 64;

    private final Services services;
    private final EventLoopGroup loops;
    private final Map<String, Channel> listeners = new LinkedHashMap<>();

    private WebSocketGateway(Services services, EventLoopGroup loops) {
        this.services = services;
        this.loops = loops;
    }

    /**
     * Opens every door, or none.
     *
     * @param credentials who may sign requests for @connections
     * @param clock drives every limit that is a time; real time drives only how often it is looked at
     * @param random makes the ids; it is asked under a lock, so any generator will do
     * @throws IOException if a door cannot be opened; the message names the door, its port and what to do
     */
    public static WebSocketGateway start(
            WebSocketApi api, CredentialLookup credentials, InstantSource clock, RandomGenerator random)
            throws IOException {
        Expiries expiries = new Expiries(clock);
        OpenConnections connections = new OpenConnections();
        Services services = new Services(
                api,
                new GatewayEvents(api.identity()),
                new Ids(random, clock),
                clock,
                expiries,
                new Ongoing(),
                new Invocations(api.limits().integrationTimeout(), clock, expiries),
                connections,
                new Endpoints(new ConnectionsEndpoint(
                        api.identity().stage(), api.identity().region(), credentials, connections, clock)),
                new Semaphore(api.bounds().pendingHandshakes()));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                LOOP_THREADS, new DefaultThreadFactory("gateway", true), NioIoHandler.newFactory());
        WebSocketGateway gateway = new WebSocketGateway(services, loops);
        try {
            for (Door door : api.listening().doors()) {
                gateway.listeners.put(door.name(), gateway.open(door));
            }
        } catch (IOException | RuntimeException unopened) {
            gateway.close();
            throw unopened;
        }
        var _ = loops.scheduleAtFixedRate(
                gateway::expireConnections, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        return gateway;
    }

    /**
     * The port on which a door listens.
     *
     * @throws IllegalArgumentException if there is no such door
     */
    public int port(String door) {
        Channel listener = listeners.get(door);
        if (listener == null) {
            throw new IllegalArgumentException("no door is named " + door);
        }
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /**
     * Answers @connections of another API's stage here too, as all APIs of a Region share one domain on AWS.
     *
     * @throws IllegalArgumentException if a stage of that name is answered for here already
     */
    public void alsoAnswersFor(WebSocketGateway other) {
        services.endpoints().add(other.services.endpoints());
    }

    /** Answers @connections of another API's stage here no more. */
    public void answersNoMoreFor(WebSocketGateway other) {
        services.endpoints().remove(other.services.endpoints());
    }

    /** Ends whatever is over by the clock. It is done a few times a second anyway. */
    public void expireConnections() {
        services.expiries().sweep();
    }

    /**
     * Closes every door, then every connection with 1012, and waits for the DISCONNECT events to be handled, no longer
     * than {@link Bounds#shutdownGrace}.
     */
    @Override
    public void close() {
        close(CloseCauses.RESTART);
    }

    /** As {@link #close}, where it is the API that is deleted. */
    public void delete() {
        close(CloseCauses.API_DELETED);
    }

    private void close(DisconnectCause cause) {
        listeners.values().forEach(listener -> listener.close().awaitUninterruptibly());
        List<GatewayConnection> ended = services.connections().closeAll(cause);
        try {
            if (!services.ongoing().awaitNone(services.api().bounds().shutdownGrace())) {
                LOG.warn("the gateway closes while functions are still handling its last events");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        // their grace began with the close frames, so this adds nothing to it
        ended.forEach(GatewayConnection::awaitClosed);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Channel open(Door door) throws IOException {
        Bounds bounds = services.api().bounds();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(bounds.outboundBytes() / 2, bounds.outboundBytes()))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        RequestDeadline deadline = new RequestDeadline(services);
                        channel.pipeline()
                                .addLast(
                                        deadline,
                                        new HttpServerCodec(decoding()),
                                        new RequestCollector(ConnectionsEndpoint.MAX_BODY_BYTES),
                                        new RequestHandler(services, door, deadline));
                    }
                });
        var address = services.api().listening().bindAddress();
        ChannelFuture bound = bootstrap.bind(address, door.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            BindException unopened = new BindException("door " + door.name() + " cannot listen on "
                    + address.getHostAddress() + ":" + door.port() + " ("
                    + bound.cause().getMessage()
                    + "); stop what holds the port, or choose another");
            unopened.initCause(bound.cause());
            throw unopened;
        }
        return bound.channel();
    }

    private HttpDecoderConfig decoding() {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(services.api().limits().urlChars() + REQUEST_LINE_EXTRA)
                .setMaxHeaderSize(services.api().bounds().headerBytes());
    }
}
