package io.trunkline.core.apikey;

import io.trunkline.routing.key.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cursors of lists: where to go on, sealed for the tenant and the question that they were given out for. One that was
 * changed, or belongs to another tenant or question, opens nothing. What stands in one is no secret, but no promise
 * either.
 */
public final class Cursors {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 16;
    private static final int MAX_LENGTH = 1024;

    private final CursorKeyStore keys;

    public Cursors(CursorKeyStore keys) {
        this.keys = keys;
    }

    /**
     * A cursor that opens to {@code place}.
     *
     * @param question what is asked, such as the list's name and its room; holds no line break
     */
    public String seal(TenantId tenant, String question, String place) {
        byte[] text = place.getBytes(StandardCharsets.UTF_8);
        byte[] seal = sealOf(tenant, question, place);
        byte[] cursor = Arrays.copyOf(seal, SEAL_BYTES + text.length);
        System.arraycopy(text, 0, cursor, SEAL_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /** The place that was sealed; empty where this was not given out for this question of this tenant. */
    public Optional<String> open(TenantId tenant, String question, String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (bytes.length <= SEAL_BYTES) {
            return Optional.empty();
        }
        String place = new String(bytes, SEAL_BYTES, bytes.length - SEAL_BYTES, StandardCharsets.UTF_8);
        byte[] seal = Arrays.copyOf(bytes, SEAL_BYTES);
        // a text has one cursor: padding, and bits that Base64 would overlook, are none of ours
        boolean ours = MessageDigest.isEqual(seal, sealOf(tenant, question, place))
                && seal(tenant, question, place).equals(cursor);
        return ours ? Optional.of(place) : Optional.empty();
    }

    private byte[] sealOf(TenantId tenant, String question, String place) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(keys.of(tenant), ALGORITHM));
            String sealed = tenant + "\n" + question + "\n" + place;
            return Arrays.copyOf(mac.doFinal(sealed.getBytes(StandardCharsets.UTF_8)), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
