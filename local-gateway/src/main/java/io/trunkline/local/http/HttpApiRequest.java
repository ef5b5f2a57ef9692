package io.trunkline.local.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as it came over the wire.
 *
 * @param path as sent, still encoded
 * @param query as sent, still encoded, without its question mark; empty where there is none
 * @param headers names in lower case
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HttpApiRequest(
        String method,
        String path,
        String query,
        String protocol,
        Map<String, List<String>> headers,
        byte[] body,
        String sourceIp,
        String requestId,
        Instant time) {
    HttpApiRequest {
        headers = Map.copyOf(headers);
    }

    Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }
}
