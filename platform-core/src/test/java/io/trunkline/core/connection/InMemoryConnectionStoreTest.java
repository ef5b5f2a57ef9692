package io.trunkline.core.connection;

import io.trunkline.core.testing.InMemoryConnectionStore;

class InMemoryConnectionStoreTest extends ConnectionStoreContractTest {
    private final ConnectionStore store = new InMemoryConnectionStore();

    @Override
    protected ConnectionStore store() {
        return store;
    }
}
