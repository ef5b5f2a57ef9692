package io.trunkline.local.ws;

import java.util.Optional;

/**
 * A named way in: one listening port.
 *
 * @param port 0 lets the system choose; {@link WebSocketGateway#port} tells which
 * @param domain the {@code domainName} of its events, as a custom domain has one; empty for that of all doors
 */
public record Door(String name, int port, Optional<String> domain) {
    public Door {
        if (name.isBlank() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a door has a name and a port from 0 to 65535: " + name + "=" + port);
        }
    }

    public Door(String name, int port) {
        this(name, port, Optional.empty());
    }
}
