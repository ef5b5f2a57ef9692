package io.trunkline.core.usage;

import io.trunkline.core.testing.InMemoryUsageStore;

class InMemoryUsageStoreTest extends UsageStoreContractTest {
    private final InMemoryUsageStore store = new InMemoryUsageStore();

    @Override
    protected UsageStore store() {
        return store;
    }
}
