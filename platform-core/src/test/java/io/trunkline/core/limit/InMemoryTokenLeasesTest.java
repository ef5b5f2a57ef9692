package io.trunkline.core.limit;

import io.trunkline.core.testing.InMemoryTokenLeases;

class InMemoryTokenLeasesTest extends TokenLeasesContractTest {
    private final InMemoryTokenLeases leases = new InMemoryTokenLeases();

    @Override
    protected TokenLeases leases() {
        return leases;
    }
}
