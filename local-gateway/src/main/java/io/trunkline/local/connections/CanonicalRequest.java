package io.trunkline.local.connections;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The canonical form of a request that AWS Signature Version 4 signs; see "Create a signed AWS API request" in the IAM
 * User Guide. Services other than S3 sign the path encoded once more than it is sent.
 */
final class CanonicalRequest {
    private static final String UNRESERVED = "-._~";

    private CanonicalRequest() {}

    /**
     * Empty where the request cannot have been signed so: a signed header is missing, or the query cannot be decoded.
     */
    static Optional<String> of(ManagementRequest request, List<String> signedHeaders, String payloadHash) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append('\n');
        text.append(encode(request.path(), true)).append('\n');
        Optional<String> query = query(request.query());
        if (query.isEmpty()) {
            return Optional.empty();
        }
        text.append(query.get()).append('\n');
        for (String name : signedHeaders) {
            List<String> values = request.header(name);
            if (values.isEmpty()) {
                return Optional.empty();
            }
            List<String> trimmed = values.stream()
                    .map(value -> value.strip().replaceAll(" +", " "))
                    .toList();
            text.append(name).append(':').append(String.join(",", trimmed)).append('\n');
        }
        text.append('\n').append(String.join(";", signedHeaders)).append('\n').append(payloadHash);
        return Optional.of(text.toString());
    }

    private static Optional<String> query(String raw) {
        List<String> pairs = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            try {
                pairs.add(encode(decode(name), false) + "=" + encode(decode(value), false));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        pairs.sort(null);
        return Optional.of(String.join("&", pairs));
    }

    private static String decode(String text) {
        // a plus in a signed query is a plus, not a space
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String text, boolean keepSlash) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (plain || UNRESERVED.indexOf(c) >= 0 || (keepSlash && c == '/')) {
                encoded.append(c);
            } else {
                encoded.append('%').append(String.format("%02X", (int) c));
            }
        }
        return encoded.toString();
    }
}
