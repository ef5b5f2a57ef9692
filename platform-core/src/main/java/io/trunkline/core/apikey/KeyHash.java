package io.trunkline.core.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * SHA-256 of a key's whole text. A plain hash is enough: the text holds 160 random bits, which nobody guesses by
 * trying, slowly or fast.
 *
 * @param text base64url without padding
 */
public record KeyHash(String text) {
    /** What no key hashes to, to be compared with where there is no key. */
    static final KeyHash OF_NONE = new KeyHash("");

    static KeyHash of(String keyText) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(keyText.getBytes(StandardCharsets.UTF_8));
            return new KeyHash(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** In a time that does not depend on where the two differ. */
    boolean matches(KeyHash other) {
        return MessageDigest.isEqual(
                text.getBytes(StandardCharsets.US_ASCII), other.text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Nothing to see: a hash has no place in a log. */
    @Override
    public String toString() {
        return "KeyHash[…]";
    }
}
