package io.trunkline.core.apikey;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as everybody may see it; nothing of its secret.
 *
 * @param name what an operator called it; at most 128 characters, may be empty
 * @param expiresAt when it ends by itself; empty where it does not
 * @param revokedAt when an operator ended it
 */
public record ApiKey(
        ApiKeyId id,
        String name,
        Set<ApiScope> scopes,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt) {
    private static final int MAX_NAME = 128;

    /** Throws {@link IllegalArgumentException} on a key without scopes, or a name that is too long or no clean text. */
    public ApiKey {
        scopes = Set.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a key needs at least one of the scopes publish, read and admin");
        }
        if (name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a key's name has at most " + MAX_NAME + " characters, none of them a control character");
        }
    }

    /** Whether the key opens anything at {@code now}. */
    public boolean isLive(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
