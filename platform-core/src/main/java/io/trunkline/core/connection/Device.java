package io.trunkline.core.connection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Which of a user's devices a client is, as far as it can be told: what the client calls it, or else its program and
 * where it comes from. Only a hash of that is kept, since neither is anybody's business.
 */
public final class Device {
    private static final int HASH_BYTES = 16;

    private Device() {}

    /**
     * The device's name here, 22 characters.
     *
     * @param deviceId what the client calls it; a claim, so it tells a user's own devices apart and nothing more
     */
    public static String of(Optional<String> deviceId, Optional<String> userAgent, Optional<SourceAddress> address) {
        return deviceId.filter(id -> !id.isBlank())
                .map(id -> hash("id " + id))
                .orElseGet(
                        () -> hash("at " + address.map(SourceAddress::text).orElse("") + " " + userAgent.orElse("")));
    }

    /** An address's name here, 22 characters. */
    public static String of(SourceAddress address) {
        return hash("from " + address);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
