package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.testing.InMemoryConnectionScan;
import io.trunkline.core.testing.InMemoryConnectionStore;

class InMemoryConnectionScanTest extends ConnectionScanContractTest {
    private final InMemoryConnectionStore store = new InMemoryConnectionStore();
    private final InMemoryConnectionScan scan = new InMemoryConnectionScan(store);

    @Override
    protected ConnectionScan scan() {
        return scan;
    }

    @Override
    protected ConnectionStore store() {
        return store;
    }
}
