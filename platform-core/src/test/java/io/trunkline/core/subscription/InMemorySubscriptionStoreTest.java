package io.trunkline.core.subscription;

import io.trunkline.core.testing.InMemorySubscriptionStore;

class InMemorySubscriptionStoreTest extends SubscriptionStoreContractTest {
    private final SubscriptionStore store = new InMemorySubscriptionStore();

    @Override
    protected SubscriptionStore store() {
        return store;
    }
}
