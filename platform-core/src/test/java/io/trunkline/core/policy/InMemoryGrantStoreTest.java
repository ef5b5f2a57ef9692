package io.trunkline.core.policy;

import io.trunkline.core.testing.InMemoryGrantStore;

class InMemoryGrantStoreTest extends GrantStoreContractTest {
    private final GrantStore store = new InMemoryGrantStore();

    @Override
    protected GrantStore store() {
        return store;
    }
}
