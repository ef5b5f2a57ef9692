package io.trunkline.core.idempotency;

import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.testing.InMemoryClaimStore;
import io.trunkline.core.testing.InMemoryHistoryStore;

class InMemoryClaimStoreTest extends ClaimStoreContractTest {
    private final InMemoryClaimStore claims = new InMemoryClaimStore();
    private final InMemoryHistoryStore histories = new InMemoryHistoryStore(claims);

    @Override
    protected ClaimStore claims() {
        return claims;
    }

    @Override
    protected HistoryStore histories() {
        return histories;
    }
}
