package io.trunkline.core.connection;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where a client comes from, as far as limits count together: an IPv4 address, or the first 64 bits of an IPv6 address,
 * since a household or a server has all of the rest to itself (RFC 4291, 2.5.4).
 *
 * @param text {@code 192.0.2.7} or {@code 20010db800000001::/64}
 */
public record SourceAddress(String text) {
    private static final int NETWORK_BYTES = 8;

    /** Reads the gateway's {@code sourceIp}; empty where it is no address. Asks no name service. */
    public static Optional<SourceAddress> of(String ip) {
        try {
            InetAddress address = InetAddress.ofLiteral(ip);
            return Optional.of(new SourceAddress(
                    address instanceof Inet6Address
                            ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "::/64"
                            : address.getHostAddress()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
