package io.trunkline.core.apikey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the holder of a key may do; none of them includes another. */
public enum ApiScope {
    /** Publish to any room of the tenant. */
    PUBLISH,
    /** Read what is going on: connections, presence, usage. */
    READ,
    /** Act on others: disconnect, grant, revoke. */
    ADMIN;

    /** {@code publish}, {@code read} or {@code admin}; empty for any other text. */
    public static Optional<ApiScope> parse(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.toString().equals(text))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
