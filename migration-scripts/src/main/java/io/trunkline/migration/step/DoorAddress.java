package io.trunkline.migration.step;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where clients of our own connect, as an operator writes it: {@code wss://HOST/STAGE?token={token}}. */
final class DoorAddress {
    private static final String TOKEN = "{token}";

    private DoorAddress() {}

    /** Throws {@link IllegalArgumentException} where it is no address. */
    static URI of(String door, Optional<String> token) {
        return URI.create(door.replace(
                TOKEN,
                token.map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .orElse("")));
    }

    static String frame(String frame, Optional<String> token) {
        return frame.replace(TOKEN, token.orElse(""));
    }

    /** Without what follows the question mark, which may be a secret. */
    static String name(String door) {
        int question = door.indexOf('?');
        return question < 0 ? door : door.substring(0, question);
    }
}
