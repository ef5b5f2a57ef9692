package io.trunkline.core.idempotency;

import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A caller's own name for one thing to be done, {@code order-9-created}. Two callers' keys never meet.
 *
 * @param caller who chose it, in parts: all backends of a tenant are one caller, so that a key of theirs survives the
 *     rotation of an API key; over sockets, each user as each entity is one
 * @param text 1 to 128 printable characters of ASCII, no blank among them
 */
public record IdempotencyKey(TenantId tenant, List<String> caller, String text) {
    /** What a key must be, for people. */
    public static final String RULE =
            "idempotencyKey must be a text of 1 to 128 printable ASCII characters without blanks";

    private static final Pattern TEXT = Pattern.compile("[!-~]{1,128}");

    public IdempotencyKey {
        if (!isKey(text)) {
            throw new IllegalArgumentException(RULE);
        }
        caller = List.copyOf(caller);
    }

    public static boolean isKey(String text) {
        return TEXT.matcher(text).matches();
    }

    /** A key that a backend of {@code tenant} chose. */
    public static IdempotencyKey ofBackend(TenantId tenant, String text) {
        return new IdempotencyKey(tenant, List.of("backend"), text);
    }

    /** A key that came over a socket. */
    public static IdempotencyKey of(Identity sender, String text) {
        return new IdempotencyKey(
                sender.tenant(),
                List.of("socket", sender.user(), sender.entity().toString()),
                text);
    }
}
