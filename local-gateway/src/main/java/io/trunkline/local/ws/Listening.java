package io.trunkline.local.ws;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a gateway listens.
 *
 * @param domainTemplate the {@code domainName} of events, where <code>{port}</code> stands for the port of the door
 *     that was used and <code>{door}</code> for its name; a door with a domain of its own has that. What a client
 *     writes into its Host header plays no part, so that no client can claim another door.
 * @param doors at least one; no name twice
 */
public record Listening(InetAddress bindAddress, String domainTemplate, List<Door> doors) {
    public Listening {
        doors = List.copyOf(doors);
        Set<String> names = new HashSet<>();
        if (doors.isEmpty() || !doors.stream().allMatch(door -> names.add(door.name()))) {
            throw new IllegalArgumentException("a gateway needs doors, each with a name of its own: " + doors);
        }
    }

    /** With {@code 127.0.0.1:PORT} as domain name, whatever the address. */
    public Listening(InetAddress bindAddress, List<Door> doors) {
        this(bindAddress, "127.0.0.1:{port}", doors);
    }

    String domainName(Door door, int port) {
        return door.domain()
                .orElseGet(() ->
                        domainTemplate.replace("{port}", Integer.toString(port)).replace("{door}", door.name()));
    }
}
