package io.trunkline.local.connections;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request for @connections exactly as it came over the wire, for that is what its signature covers.
 *
 * @param path raw, still encoded
 * @param query raw, without the question mark; perhaps empty
 * @param headers by lower-case name, each with its values in order
 * @param body whole; the receiver does not change it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; copying up to 128 KB a request would buy nothing
public record ManagementRequest(
        String method, String path, String query, Map<String, List<String>> headers, byte[] body) {
    public ManagementRequest {
        headers = Map.copyOf(headers);
    }

    List<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }
}
