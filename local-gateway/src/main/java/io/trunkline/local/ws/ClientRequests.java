package io.trunkline.local.ws;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.trunkline.local.event.ConnectedClient;
import io.trunkline.local.event.HandshakeRequest;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads an upgrade request as API Gateway hands it on: with the headers of a proxy, and those that it alone may set.
 */
final class ClientRequests {
    private ClientRequests() {}

    static ConnectedClient client(Services services, Channel channel, Door door, HttpRequest head) {
        return new ConnectedClient(
                services.ids().next(),
                services.clock().instant(),
                services.api().listening().domainName(door, port(channel)),
                sourceIp(channel),
                Optional.ofNullable(head.headers().get("User-Agent")),
                Optional.empty());
    }

    /** Empty where the query cannot be decoded. */
    static Optional<HandshakeRequest> request(
            Services services, Channel channel, HttpRequest head, ConnectedClient client) {
        // in the first spelling of each name, as names that differ in case only are one header
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.headers().forEach(header -> headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>())
                .add(header.getValue()));
        String forwardedFor = String.join(", ", headers.getOrDefault("X-Forwarded-For", List.of()));
        set(headers, "Host", client.domainName());
        set(
                headers,
                "X-Forwarded-For",
                forwardedFor.isEmpty() ? client.sourceIp() : forwardedFor + ", " + client.sourceIp());
        set(headers, "X-Forwarded-Port", Integer.toString(port(channel)));
        set(headers, "X-Forwarded-Proto", "http");
        Instant now = services.clock().instant();
        set(headers, "X-Amzn-Trace-Id", services.ids().traceId(now));
        try {
            return Optional.of(new HandshakeRequest(headers, new QueryStringDecoder(head.uri()).parameters()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static void set(Map<String, List<String>> headers, String name, String value) {
        headers.remove(name);
        headers.put(name, List.of(value));
    }

    private static int port(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    private static String sourceIp(Channel channel) {
        // none if the client has gone so soon; the handshake will find that out
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "";
    }
}
