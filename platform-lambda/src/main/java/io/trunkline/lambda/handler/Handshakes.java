package io.trunkline.lambda.handler;

import io.trunkline.core.auth.Handshake;
import io.trunkline.lambda.event.GatewayEvent;
import java.util.Arrays;
import java.util.List;

/** A connect event as the core's handshake. */
final class Handshakes {
    private Handshakes() {}

    static Handshake of(GatewayEvent event) {
        String offered = event.headers().getOrDefault("sec-websocket-protocol", "");
        List<String> subprotocols = Arrays.stream(offered.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        return new Handshake(
                event.domainName(), event.endpoint().apiId(), event.headers(), event.query(), subprotocols);
    }
}
