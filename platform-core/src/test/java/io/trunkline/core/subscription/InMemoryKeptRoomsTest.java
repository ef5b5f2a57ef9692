package io.trunkline.core.subscription;

import io.trunkline.core.testing.InMemoryKeptRooms;

class InMemoryKeptRoomsTest extends KeptRoomsContractTest {
    private final InMemoryKeptRooms kept = new InMemoryKeptRooms();

    @Override
    protected KeptRooms store() {
        return kept;
    }
}
