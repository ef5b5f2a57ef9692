package io.trunkline.core.apikey;

/**
 * A key that was just made.
 *
 * @param text what its holder sends, {@code tlk_wizz.4f0c9a1be27d5536_…}; it can be had here and never again
 */
public record IssuedApiKey(ApiKey key, String text) {
    /** Names no secret. */
    @Override
    public String toString() {
        return "IssuedApiKey[" + key.id() + "]";
    }
}
