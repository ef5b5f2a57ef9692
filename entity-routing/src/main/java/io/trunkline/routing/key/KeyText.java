package io.trunkline.routing.key;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What text a key may be made of. */
final class KeyText {
    /**
     * Longest id, in UTF-8 bytes: with tenant, kind and scope a key stays within DynamoDB's 2,048-byte partition key.
     */
    static final int MAX_ID_BYTES = 1024;

    /** Longest scope value, in UTF-8 bytes; it stands beside an id in {@link RoomName.Within}. */
    static final int MAX_SCOPE_BYTES = 256;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,63}");

    private KeyText() {}

    /** A name chosen by an operator: a letter, then up to 63 letters, digits, {@code _}, {@code .} or {@code -}. */
    static String name(String what, String value) {
        if (!NAME.matcher(value).matches()) {
            throw new MalformedKeyException(
                    what + " must be a letter followed by at most 63 letters, digits, '_', '.' or '-'");
        }
        return value;
    }

    /**
     * An id chosen by anyone: 1 to {@code maxBytes} bytes of UTF-8, no control characters. Kept as it is, so two ids
     * that only look alike stay two ids.
     */
    static String id(String what, String value, int maxBytes) {
        if (value.isEmpty()) {
            throw new MalformedKeyException(what + " must not be empty");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c)) {
                throw new MalformedKeyException(what + " must not contain control characters");
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < value.length()
                        && Character.isLowSurrogate(value.charAt(i + 1));
                if (!paired) {
                    throw new MalformedKeyException(what + " is not valid Unicode");
                }
                i++;
            }
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new MalformedKeyException(what + " is longer than " + maxBytes + " bytes");
        }
        return value;
    }
}
