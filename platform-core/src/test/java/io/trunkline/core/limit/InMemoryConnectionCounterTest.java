package io.trunkline.core.limit;

import io.trunkline.core.testing.InMemoryConnectionCounter;

class InMemoryConnectionCounterTest extends ConnectionCounterContractTest {
    private final ConnectionCounter counter = new InMemoryConnectionCounter();

    @Override
    protected ConnectionCounter counter() {
        return counter;
    }
}
