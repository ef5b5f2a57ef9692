package io.trunkline.core.apikey;

/** A key with what its text is checked against. */
public record StoredApiKey(ApiKey key, KeyHash hash) {}
