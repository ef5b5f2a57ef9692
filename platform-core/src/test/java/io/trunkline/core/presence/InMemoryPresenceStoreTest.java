package io.trunkline.core.presence;

import io.trunkline.core.testing.InMemoryPresenceStore;

class InMemoryPresenceStoreTest extends PresenceStoreContractTest {
    private final InMemoryPresenceStore store = new InMemoryPresenceStore();

    @Override
    protected PresenceStore store() {
        return store;
    }
}
