package io.trunkline.core.apikey;

import io.trunkline.core.testing.InMemoryApiKeyStore;

class InMemoryApiKeyStoreTest extends ApiKeyStoreContractTest {
    private final ApiKeyStore store = new InMemoryApiKeyStore();

    @Override
    protected ApiKeyStore store() {
        return store;
    }
}
