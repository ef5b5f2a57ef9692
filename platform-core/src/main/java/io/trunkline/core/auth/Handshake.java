package io.trunkline.core.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client sends to connect, already freed of the gateway's event format.
 *
 * @param host the host name that was connected to, with a port where there is one
 * @param apiId the gateway API behind it
 * @param headers names in lower case
 * @param query first value of each parameter
 * @param subprotocols as offered, in order
 */
public record Handshake(
        String host, String apiId, Map<String, String> headers, Map<String, String> query, List<String> subprotocols) {
    public Handshake {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
        subprotocols = List.copyOf(subprotocols);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    /** Names no value: headers and query hold tokens. */
    @Override
    public String toString() {
        return "Handshake[host=" + host + ", apiId=" + apiId + ", query=" + query.keySet() + "]";
    }
}
