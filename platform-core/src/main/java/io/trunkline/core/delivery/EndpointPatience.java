package io.trunkline.core.delivery;

import io.trunkline.core.connection.GatewayEndpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives an endpoint up within one delivery after many posts in a row ran into their time-out there. Without it, one
 * endpoint that hangs would hold every permit, and the connections of the healthy ones would be left out. One that
 * fails fast holds nothing and needs no such measure.
 */
final class EndpointPatience {
    /** Time-outs in a row, with no other answer between them, that exhaust it. */
    static final int LIMIT = 16;

    private final Map<GatewayEndpoint, Integer> timeouts = new ConcurrentHashMap<>();

    boolean exhausted(GatewayEndpoint endpoint) {
        return timeouts.getOrDefault(endpoint, 0) >= LIMIT;
    }

    void timedOut(GatewayEndpoint endpoint) {
        timeouts.merge(endpoint, 1, Integer::sum);
    }

    void answered(GatewayEndpoint endpoint) {
        timeouts.remove(endpoint);
    }
}
