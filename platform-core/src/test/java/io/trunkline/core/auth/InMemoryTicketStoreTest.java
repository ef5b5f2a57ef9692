package io.trunkline.core.auth;

import io.trunkline.core.testing.InMemoryTicketStore;

class InMemoryTicketStoreTest extends TicketStoreContractTest {
    private final TicketStore store = new InMemoryTicketStore();

    @Override
    protected TicketStore store() {
        return store;
    }
}
