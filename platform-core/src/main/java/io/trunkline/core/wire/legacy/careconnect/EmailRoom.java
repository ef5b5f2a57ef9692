package io.trunkline.core.wire.legacy.careconnect;

import io.trunkline.routing.key.RoomName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The room of whoever waits until an e-mail address is verified: {@code email-verification:} and the SHA-256 of the
 * address in lower case, in hex, so that no address stands in a key or a log.
 */
final class EmailRoom {
    private static final String KIND = "email-verification";

    private EmailRoom() {}

    static RoomName of(String email) {
        byte[] address = email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(address);
            return new RoomName.Topic(KIND, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
