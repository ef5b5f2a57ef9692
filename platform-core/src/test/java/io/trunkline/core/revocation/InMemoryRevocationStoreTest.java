package io.trunkline.core.revocation;

import io.trunkline.core.testing.InMemoryRevocationStore;

class InMemoryRevocationStoreTest extends RevocationStoreContractTest {
    private final RevocationStore store = new InMemoryRevocationStore();

    @Override
    protected RevocationStore store() {
        return store;
    }
}
