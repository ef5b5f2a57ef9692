package io.trunkline.core.history;

import io.trunkline.core.testing.InMemoryHistoryStore;
import io.trunkline.routing.key.RoomKey;

class InMemoryHistoryStoreTest extends HistoryStoreContractTest {
    private final InMemoryHistoryStore store = new InMemoryHistoryStore();

    @Override
    protected HistoryStore store() {
        return store;
    }

    @Override
    protected void lose(RoomKey room) {
        store.lose(room);
    }
}
