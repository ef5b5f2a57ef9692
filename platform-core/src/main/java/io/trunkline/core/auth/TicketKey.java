package io.trunkline.core.auth;

import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a ticket is found: its tenant, and the SHA-256 of its whole text, which is all that is kept of the text.
 *
 * @param hash base64url without padding
 */
public record TicketKey(TenantId tenant, String hash) {
    private static final String PREFIX = "tlt_";

    /** No ticket is as long; what is longer is not looked at. */
    private static final int MAX_LENGTH = 256;

    /** The text of a ticket, {@code tlt_wizz.…}, which a URL, a header and a subprotocol all take as it is. */
    static String text(TenantId tenant, byte[] secret) {
        return PREFIX + tenant.value() + "." + base64(secret);
    }

    /** Empty where {@code text} has not a ticket's shape. */
    static Optional<TicketKey> of(String text) {
        // a tenant's name may hold dots, the secret none
        int dot = text.lastIndexOf('.');
        if (text.length() > MAX_LENGTH || !text.startsWith(PREFIX) || dot < PREFIX.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TicketKey(
                    new TenantId(text.substring(PREFIX.length(), dot)),
                    base64(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))));
        } catch (MalformedKeyException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Nothing to see: a hash has no place in a log. */
    @Override
    public String toString() {
        return "TicketKey[" + tenant + "]";
    }
}
