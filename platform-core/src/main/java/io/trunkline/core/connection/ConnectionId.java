package io.trunkline.core.connection;

/** API Gateway's name of a socket: 1 to 128 printable ASCII characters, 16 of URL-safe base64 in practice. */
public record ConnectionId(String value) {
    public ConnectionId {
        if (value.isEmpty() || value.length() > 128 || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("a connection id is 1 to 128 printable ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
