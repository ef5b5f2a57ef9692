package io.trunkline.lambda.http;

import java.util.Locale;
import java.util.Optional;

/** The token of an {@code Authorization} header. */
final class BearerToken {
    private static final String SCHEME = "bearer ";

    private BearerToken() {}

    /** Empty where {@code header} is of another scheme. */
    static Optional<String> of(String header) {
        String value = header.strip();
        return value.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(value.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
