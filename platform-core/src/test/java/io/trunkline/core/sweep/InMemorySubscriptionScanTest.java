package io.trunkline.core.sweep;

import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.testing.InMemorySubscriptionScan;
import io.trunkline.core.testing.InMemorySubscriptionStore;

class InMemorySubscriptionScanTest extends SubscriptionScanContractTest {
    private final InMemorySubscriptionStore store = new InMemorySubscriptionStore();
    private final InMemorySubscriptionScan scan = new InMemorySubscriptionScan(store);

    @Override
    protected SubscriptionScan scan() {
        return scan;
    }

    @Override
    protected SubscriptionStore store() {
        return store;
    }
}
