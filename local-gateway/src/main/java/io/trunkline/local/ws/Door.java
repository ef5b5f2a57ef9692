package io.trunkline.local.ws;

/**
 * A named way in: one listening port.
 *
 * @param port 0 lets the system choose; {@link WebSocketGateway#port} tells which
 */
public record Door(String name, int port) {
    public Door {
        if (name.isBlank() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a door has a name and a port from 0 to 65535: " + name + "=" + port);
        }
    }
}
